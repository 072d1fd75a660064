package org.vigie.notify.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.notify.MailText;
import org.vigie.notify.Siblings;
import org.vigie.notify.SiteConfig;
import org.vigie.notify.service.Answer;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.TimelineRows;

/**
 * The page on which a radiologist makes a contour valid: accepts what diffusion proposes, cuts its slices, or draws.
 * diffusion shows the images and writes the SEG; it comes back through ingest as a new revision of the study.
 */
@Path("/contours")
@Blocking
public class ContourResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_EARLIER = 2;

    private final Template contour;
    private final Database database;
    private final Siblings siblings;
    private final Reader reader;
    private final Auditing audit;
    private final Csrf csrf;
    private final Texts texts;
    private final SiteConfig site;
    private final MailText messages;
    private final Clock clock;

    public ContourResource(
            Template contour,
            Database database,
            Siblings siblings,
            Reader reader,
            Auditing audit,
            Csrf csrf,
            Texts texts,
            SiteConfig site,
            MailText messages,
            Clock clock) {
        this.contour = contour;
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

    @GET
    @Path("/{study}")
    @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
    public Response page(@PathParam("study") long study) {
        Optional<TimelineRows.Measured> measured = database.inTransaction(sql -> new TimelineRows(sql).one(study));
        if (measured.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND).entity("").build();
        }
        String key = measured.get().event().patientKey();
        audit.viewed(reader.user(), "contour", Long.toString(study));
        Presenter words = new Presenter(texts, reader.language(), site.zone(), messages);
        return Response.ok(contour.data("ui", reader.ui())
                        .data("study", study)
                        .data("date", words.day(measured.get().event().studyTime()))
                        .data(
                                "head",
                                words.head(key, database.inTransaction(sql -> new TimelineRows(sql).identity(key)))))
                .build();
    }

    /** Images and proposals of one study, as diffusion shows them. */
    @GET
    @Path("/{study}/images")
    @Produces(MediaType.APPLICATION_JSON)
    public Response images(@PathParam("study") long study) {
        return ask(study, "/api/contours/open", JSON.createObjectNode(), this::withLesionsAndWords);
    }

    /** How each proposal came about, in the reader's words. */
    private void withLesionsAndWords(TimelineRows.Measured study, ObjectNode answer) {
        withLesions(study, answer);
        answer.path("proposals").forEach(one -> {
            if (one instanceof ObjectNode proposal) {
                proposal.put(
                        "basisText",
                        Stream.of(proposal.path("basisText").asText("").split(", ", -1))
                                .filter(word -> !word.isEmpty())
                                .map(word -> texts.word(
                                        reader.language(),
                                        "basis",
                                        word.toLowerCase(Locale.ROOT).replace(' ', '-')))
                                .collect(Collectors.joining(", ")));
                String label = proposal.path("label").asText("");
                proposal.put(
                        "label",
                        label.equals("automatic")
                                ? texts.word(reader.language(), "basis", "automatic-region")
                                : label.replace(
                                        "(earlier study)",
                                        "(" + texts.word(reader.language(), "basis", "earlier-study") + ")"));
            }
        });
    }

    /** The lesions this patient is followed for, so that a contour is of one of them and not by chance of a new one. */
    private void withLesions(TimelineRows.Measured study, ObjectNode answer) {
        Map<String, String> lesions = new TreeMap<>();
        database.inTransaction(
                        sql -> new TimelineRows(sql).studies(study.event().patientKey()))
                .forEach(s -> s.event().lesions().stream()
                        .filter(l -> l.trackingUid() != null && l.roi().validated())
                        .forEach(l -> lesions.put(Objects.requireNonNull(l.trackingUid()), l.label())));
        ArrayNode listed = answer.putArray("lesions");
        lesions.forEach(
                (uid, label) -> listed.addObject().put("trackingUid", uid).put("label", label));
    }

    /** What the radiologist decided; the user who is signed in signs it. */
    @POST
    @Path("/{study}/accept")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response accept(
            @PathParam("study") long study, @HeaderParam("X-Vigie-Csrf") @Nullable String token, JsonNode decision) {
        if (reader.isService()) {
            return Response.status(Response.Status.FORBIDDEN)
                    .entity(fault("a person signs a contour", "user", "sign in by name"))
                    .build();
        }
        if (!csrf.isValid(token, reader.user()) || !(decision instanceof ObjectNode signed)) {
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity(fault("form out of date", "csrf", "load the page again"))
                    .build();
        }
        signed.put("validatedBy", reader.user());
        // Written down before it is done: a contour nobody can be asked about must not exist.
        database.run(sql -> new AuditRows(sql)
                .add(clock.instant(), reader.user(), "validate", "contour", Long.toString(study), ""));
        return ask(study, "/api/contours/accept", signed, (measured, answer) -> {});
    }

    private Response ask(
            long study, String path, ObjectNode body, BiConsumer<TimelineRows.Measured, ObjectNode> complete) {
        Optional<TimelineRows.Measured> measured = database.inTransaction(sql -> new TimelineRows(sql).one(study));
        if (measured.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND)
                    .entity(fault("no such study", Long.toString(study), "measured once"))
                    .build();
        }
        body.set("manifest", JSON.valueToTree(measured.get().event().manifest()));
        ArrayNode earlier = body.putArray("earlier");
        earlier(measured.get()).forEach(m -> earlier.add(JSON.<JsonNode>valueToTree(m)));
        return switch (siblings.diffusion().post(path, body)) {
            case Answer.Done(JsonNode answer) -> {
                if (answer instanceof ObjectNode object) {
                    complete.accept(measured.get(), object);
                }
                yield Response.ok(answer.toString()).build();
            }
            case Answer.Refused(int status, String error, String object, String rule) ->
                Response.status(status >= 500 ? 502 : status)
                        .entity(fault(error, object, rule))
                        .build();
            case Answer.Silent(String service) ->
                Response.status(503)
                        .entity(fault("does not answer", service, "try again"))
                        .build();
        };
    }

    /** The last studies before this one in which a reader's contour was measured. */
    private List<ObjectRef> earlier(TimelineRows.Measured study) {
        StudyMeasured now = study.event();
        ClinicalTime at = now.studyTime();
        if (at == null) {
            return List.of();
        }
        List<StudyMeasured> before = new ArrayList<>();
        database.inTransaction(sql -> new TimelineRows(sql).studies(now.patientKey())).stream()
                .map(TimelineRows.Measured::event)
                .filter(e -> !e.studyUid().equals(now.studyUid()))
                .filter(e -> e.studyTime() != null
                        && e.studyTime().instantIn(site.zone()).isBefore(at.instantIn(site.zone())))
                .filter(e -> e.lesions().stream().anyMatch(l -> l.roi().validated()))
                .forEach(before::add);
        return before.reversed().stream()
                .limit(MOST_EARLIER)
                .map(StudyMeasured::manifest)
                .toList();
    }

    private static String fault(String error, String object, String rule) {
        return JSON.createObjectNode()
                .put("error", error)
                .put("object", object)
                .put("rule", rule)
                .toString();
    }
}
