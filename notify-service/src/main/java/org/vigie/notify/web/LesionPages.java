package org.vigie.notify.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.notify.MailText;
import org.vigie.notify.Siblings;
import org.vigie.notify.SiteConfig;
import org.vigie.notify.service.Answer;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.TimelineRows;

/**
 * The page on which a reader says which lesion a region is, where only its position ties it to a known one. staging
 * proposes and records; nothing is compared on a proposal alone.
 */
@Path("/lesions")
@Blocking
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class LesionPages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NONE_OF_THEM = "none";
    private static final Set<String> NOTES =
            Set.of("lesion_recorded", "lesion_taken_back", "lesion_conflict", "lesion_refused", "error_CSRF", "silent");

    private final Template lesions;
    private final Database database;
    private final Siblings siblings;
    private final Reader reader;
    private final Auditing audit;
    private final Csrf csrf;
    private final Texts texts;
    private final SiteConfig site;
    private final MailText messages;
    private final java.time.Clock clock;

    public LesionPages(
            Template lesions,
            Database database,
            Siblings siblings,
            Reader reader,
            Auditing audit,
            Csrf csrf,
            Texts texts,
            SiteConfig site,
            MailText messages,
            java.time.Clock clock) {
        this.lesions = lesions;
        this.database = database;
        this.siblings = siblings;
        this.reader = reader;
        this.audit = audit;
        this.csrf = csrf;
        this.texts = texts;
        this.site = site;
        this.messages = messages;
        this.clock = clock;
    }

    /** @param answered region just answered for, which staging may still propose for a moment */
    @GET
    @Path("/{key}")
    public Response page(
            @PathParam("key") String key,
            @QueryParam("note") @Nullable String note,
            @QueryParam("answered") @Nullable String answered) {
        Optional<PatientIdentity> who = identity(key);
        if (who.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND).entity("").build();
        }
        audit.viewed(reader.user(), "lesions", key);
        Answer answer = siblings.staging().post("/api/lesions/proposals", patient(who.get()));
        JsonNode found = answer instanceof Answer.Done(JsonNode body) ? body : MissingNode.getInstance();
        Presenter words = new Presenter(texts, reader.language(), site.zone(), messages);
        LesionView view = database.inTransaction(sql -> LesionView.read(new TimelineRows(sql), words, found, answered));
        return Response.ok(lesions.data("ui", reader.ui())
                        .data("head", words.head(key, who))
                        .data("fault", answer instanceof Answer.Done ? "" : words.t("lesion_silent"))
                        .data("note", note != null && NOTES.contains(note) ? words.t(note) : "")
                        .data("page", view))
                .build();
    }

    /** @param lesion tracking UID, or {@code none} */
    @POST
    @Path("/{key}/confirm")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response confirm(
            @PathParam("key") String key,
            @FormParam("study") @DefaultValue("") String study,
            @FormParam("region") @DefaultValue("") String region,
            @FormParam("lesion") @DefaultValue("") String lesion,
            @FormParam("confidence") @DefaultValue("") String confidence,
            @FormParam("csrf") @Nullable String token) {
        ObjectNode word = JSON.createObjectNode().put("studyUid", study).put("regionId", region);
        if (lesion.isEmpty()) {
            return to(key, "lesion_refused", null);
        }
        if (!lesion.equals(NONE_OF_THEM)) {
            word.put("trackingUid", lesion);
        }
        if (confidence.matches("[01](\\.\\d{1,17})?")) {
            word.put("confidence", Double.parseDouble(confidence));
        }
        return say(key, token, "lesion.match", "study " + study + ", region " + region + ", lesion " + lesion, who -> {
            word.setAll(patient(who));
            word.put("statedBy", reader.user());
            return said(key, region, "lesion_recorded", siblings.staging().post("/api/lesions/confirm", word));
        });
    }

    @POST
    @Path("/{key}/retract")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response retract(
            @PathParam("key") String key,
            @FormParam("fact") @DefaultValue("") String fact,
            @FormParam("csrf") @Nullable String token) {
        return say(
                key,
                token,
                "lesion.match.retract",
                "fact " + fact,
                who -> said(
                        key,
                        null,
                        "lesion_taken_back",
                        siblings.staging()
                                .post("/api/facts/retract", patient(who).put("factId", fact))));
    }

    private interface Saying {
        Response of(PatientIdentity who);
    }

    /** Written down before it is done: a word nobody can be asked about must not exist. */
    private Response say(String key, @Nullable String token, String action, String detail, Saying saying) {
        if (reader.isService()) {
            return Response.status(Response.Status.FORBIDDEN).entity("").build();
        }
        Optional<PatientIdentity> who = identity(key);
        if (who.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND).entity("").build();
        }
        if (!csrf.isValid(token, reader.user())) {
            return to(key, "error_CSRF", null);
        }
        database.run(
                sql -> new AuditRows(sql).add(clock.instant(), reader.user(), action, "patient", key, cut(detail)));
        return saying.of(who.get());
    }

    private static String cut(String detail) {
        return detail.substring(0, Math.min(detail.length(), 400));
    }

    private static Response said(String key, @Nullable String region, String done, Answer answer) {
        return switch (answer) {
            case Answer.Done ok -> to(key, done, region);
            case Answer.Refused refused ->
                to(key, refused.status() == 409 ? "lesion_conflict" : "lesion_refused", null);
            case Answer.Silent silent -> to(key, "silent", null);
        };
    }

    private static Response to(String key, String note, @Nullable String answered) {
        boolean region = answered != null && answered.matches("[0-9A-Fa-f-]{1,64}");
        return Response.seeOther(
                        URI.create("/lesions/" + key + "?note=" + note + (region ? "&answered=" + answered : "")))
                .build();
    }

    private Optional<PatientIdentity> identity(String key) {
        return key.matches("[0-9A-Za-z_-]{1,128}")
                ? database.inTransaction(sql -> new TimelineRows(sql).identity(key))
                : Optional.empty();
    }

    private static ObjectNode patient(PatientIdentity who) {
        return JSON.createObjectNode().put("patientId", who.patientId()).put("issuer", who.issuer());
    }
}
