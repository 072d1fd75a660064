package org.vigie.notify.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.notify.Siblings;
import org.vigie.notify.SiteConfig;
import org.vigie.notify.domain.Figures;
import org.vigie.notify.service.Answer;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;

/** What ingest refused and kept: an operator has it taken once more, or gives it up and says why. */
@Path("/operations/quarantine")
@Blocking
@RolesAllowed(Users.ADMIN)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class QuarantinePages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_TEXT = 500;
    private static final Set<String> ACTS = Set.of("retry", "delete");

    private final Template quarantine;
    private final Database database;
    private final Siblings siblings;
    private final Reader reader;
    private final Auditing audit;
    private final Csrf csrf;
    private final SiteConfig site;
    private final Clock clock;

    public QuarantinePages(
            Template quarantine,
            Database database,
            Siblings siblings,
            Reader reader,
            Auditing audit,
            Csrf csrf,
            SiteConfig site,
            Clock clock) {
        this.quarantine = quarantine;
        this.database = database;
        this.siblings = siblings;
        this.reader = reader;
        this.audit = audit;
        this.csrf = csrf;
        this.site = site;
        this.clock = clock;
    }

    record Line(String id, String when, String from, String why, String detail, String uid, long kilobytes) {}

    @GET
    public TemplateInstance list() {
        audit.viewed(reader.user(), "quarantine", "all");
        return page("");
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response act(
            @FormParam("csrf") @Nullable String token,
            @FormParam("act") @Nullable String act,
            @FormParam("id") @Nullable String id,
            @FormParam("why") @Nullable String why) {
        String user = reader.user();
        if (!csrf.isValid(token, user)
                || act == null
                || !ACTS.contains(act)
                || id == null
                || !id.matches("[0-9a-f-]{36}")) {
            return Response.status(Response.Status.FORBIDDEN).entity("").build();
        }
        String stripped = why == null ? "" : why.strip();
        String reason = stripped.substring(0, Math.min(MAX_TEXT, stripped.length()));
        if (act.equals("delete") && reason.isEmpty()) {
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity(page(words().getOrDefault("quarantine_why_missing", "")))
                    .build();
        }
        // Before it is done: an act that cannot be audited does not happen.
        database.run(sql -> new AuditRows(sql).add(clock.instant(), user, act, "quarantine", id, reason));
        Answer answer = siblings.ingest()
                .post(
                        "/api/quarantine/" + act,
                        JSON.createObjectNode().put("id", id).put("by", user).put("why", reason));
        return switch (answer) {
            case Answer.Done done ->
                Response.seeOther(URI.create("/operations/quarantine")).build();
            case Answer.Refused refused -> {
                boolean known = refused.status() == 409 || refused.status() == 404;
                yield Response.status(known ? Response.Status.CONFLICT : Response.Status.BAD_GATEWAY)
                        .entity(page(said(refused)))
                        .build();
            }
            case Answer.Silent silent ->
                Response.status(Response.Status.BAD_GATEWAY)
                        .entity(page(words().getOrDefault("quarantine_silent", "")))
                        .build();
        };
    }

    /** What became of an act that ingest did not do, without guessing. */
    private String said(Answer.Refused refused) {
        return switch (refused.status()) {
            case 409 ->
                words().getOrDefault("quarantine_refused", "") + " "
                        + words().getOrDefault("quarantine." + refused.rule(), refused.rule());
            case 404 -> words().getOrDefault("quarantine_gone", "");
            case 401, 403 -> words().getOrDefault("quarantine_denied", "") + " (" + refused.status() + ")";
            default -> words().getOrDefault("quarantine_failed", "") + " (" + refused.status() + ")";
        };
    }

    private TemplateInstance page(String fault) {
        Answer answer = siblings.ingest().get("/api/quarantine");
        boolean known = answer instanceof Answer.Done;
        String unknown = answer instanceof Answer.Refused refused
                ? said(refused)
                : words().getOrDefault("quarantine_silent", "");
        return quarantine
                .data("ui", reader.ui())
                .data("known", known)
                .data("unknown", known ? "" : unknown)
                .data("fault", fault)
                .data("rows", answer instanceof Answer.Done(JsonNode body) ? lines(body) : List.of());
    }

    private List<Line> lines(JsonNode body) {
        Figures figures = new Figures(reader.language(), site.zone());
        List<Line> lines = new ArrayList<>();
        for (JsonNode q : body.path("quarantine")) {
            String reason = q.path("reason").asText();
            lines.add(new Line(
                    q.path("id").asText(),
                    figures.dateTime(Instant.parse(q.path("receivedAt").asText())),
                    q.path("callingAe").asText(),
                    words().getOrDefault("quarantine." + reason, reason),
                    q.path("detail").asText(),
                    q.path("sopInstanceUid").asText(),
                    (q.path("bytes").asLong() + 1023) / 1024));
        }
        return lines;
    }

    private Map<String, String> words() {
        return reader.ui().t();
    }
}
