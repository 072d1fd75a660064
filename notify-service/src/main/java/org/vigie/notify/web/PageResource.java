package org.vigie.notify.web;

import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.FormAuthenticationMechanism;
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
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.identity.PatientIds;
import org.vigie.notify.Acknowledging;
import org.vigie.notify.MailText;
import org.vigie.notify.SiteConfig;
import org.vigie.notify.domain.Choice;
import org.vigie.notify.domain.Language;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.TimelineRows;
import org.vigie.store.ObjectStore;

/** Pages for clinicians. Every one shows who it is about by an opaque key, never by PatientID in its address. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class PageResource {
    private final Template login;
    private final Template worklist;
    private final Template worklistRows;
    private final Template patient;
    private final WorklistReader lists;
    private final Database database;
    private final Texts texts;
    private final Reader reader;
    private final Auditing audit;
    private final MailText messages;
    private final SiteConfig site;
    private final Acknowledging acknowledging;
    private final Csrf csrf;
    private final ObjectStore store;
    private final SecurityIdentity identity;

    public PageResource(
            Template login,
            Template worklist,
            Template worklistRows,
            Template patient,
            WorklistReader lists,
            Database database,
            Texts texts,
            Reader reader,
            Auditing audit,
            MailText messages,
            SiteConfig site,
            Acknowledging acknowledging,
            Csrf csrf,
            ObjectStore store,
            SecurityIdentity identity) {
        this.login = login;
        this.worklist = worklist;
        this.worklistRows = worklistRows;
        this.patient = patient;
        this.lists = lists;
        this.database = database;
        this.texts = texts;
        this.reader = reader;
        this.audit = audit;
        this.messages = messages;
        this.site = site;
        this.acknowledging = acknowledging;
        this.csrf = csrf;
        this.store = store;
        this.identity = identity;
    }

    @GET
    @Path("login")
    public TemplateInstance login(@QueryParam("error") @Nullable String error) {
        return login.data("ui", reader.ui()).data("failed", error != null);
    }

    @POST
    @Path("logout")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response logout(@FormParam("csrf") @Nullable String token) {
        if (csrf.isValid(token, reader.user())) {
            FormAuthenticationMechanism.logout(identity);
        }
        return Response.seeOther(URI.create("/login")).build();
    }

    @POST
    @Path("language")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response language(
            @FormParam("to") @DefaultValue("en") String to, @FormParam("back") @DefaultValue("/") String back) {
        boolean ours = back.startsWith("/") && !back.startsWith("//") && !back.contains("\\");
        NewCookie cookie = new NewCookie.Builder(Reader.LANGUAGE_COOKIE)
                .value(Language.of(to).tag())
                .path("/")
                .sameSite(NewCookie.SameSite.STRICT)
                .httpOnly(true)
                .maxAge(31_536_000)
                .build();
        return Response.seeOther(URI.create(ours ? back : "/")).cookie(cookie).build();
    }

    @GET
    public TemplateInstance worklist(
            @QueryParam("none") @Nullable String none, @QueryParam("several") @Nullable String several) {
        audit.viewed(reader.user(), "worklist", "all");
        return worklist.data("ui", reader.ui())
                .data("lists", lists.read(presenter()))
                .data("staged", lists.staged(presenter()))
                .data("notFound", none != null)
                .data("several", several != null);
    }

    /** The lists alone, for the page that refreshes itself; the page's own view has been audited. */
    @GET
    @Path("worklist/rows")
    public TemplateInstance worklistRows() {
        return worklistRows.data("ui", reader.ui()).data("lists", lists.read(presenter()));
    }

    @POST
    @Path("patients/search")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response search(
            @FormParam("patientId") @DefaultValue("") String patientId, @FormParam("csrf") @Nullable String token) {
        if (!csrf.isValid(token, reader.user())) {
            return Response.seeOther(URI.create("/")).build();
        }
        List<String> found =
                database.inTransaction(sql -> new TimelineRows(sql).find(PatientIds.normalise(patientId), null));
        // One id of several issuers is several people: opening either would be a guess.
        String to = switch (found.size()) {
            case 0 -> "/?none=1";
            case 1 -> "/patients/" + found.getFirst();
            default -> "/?several=1";
        };
        return Response.seeOther(URI.create(to)).build();
    }

    @GET
    @Path("patients/{key}")
    public Response patient(@PathParam("key") String key, @QueryParam("note") @Nullable String note) {
        PatientFile file = database.inTransaction(sql -> PatientFile.read(sql, key));
        if (file.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND).entity("").build();
        }
        audit.viewed(reader.user(), "patient", key);
        Presenter words = presenter();
        return Response.ok(patient.data("ui", reader.ui())
                        .data("head", words.head(key, file.identity()))
                        .data("note", note == null ? "" : words.t(note))
                        .data(
                                "cards",
                                file.alerts().stream()
                                        .map(a -> words.card(file, a))
                                        .toList())
                        .data("curves", new CurvePresenter(words, texts, reader.language()).boxes(file))
                        .data("pictures", words.pictures(file))
                        .data("assessments", new AssessmentPresenter(words, texts, reader.language()).boxes(file))
                        .data(
                                "studies",
                                file.revisions().stream()
                                        .map(s -> words.study(s, file.identity()))
                                        .toList())
                        .data(
                                "deliveries",
                                file.deliveries().stream().map(words::delivery).toList())
                        .data(
                                "choices",
                                Stream.of(Choice.values())
                                        .map(c -> new View.ChoiceLine(c.code(), words.t("choice." + c.code())))
                                        .toList()))
                .build();
    }

    @POST
    @Path("alerts/{key}/acknowledge")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response acknowledge(
            @PathParam("key") String key,
            @FormParam("patient") @DefaultValue("") String patientKey,
            @FormParam("version") @DefaultValue("0") int version,
            @FormParam("choice") @DefaultValue("") String choice,
            @FormParam("reason") @Nullable String reason,
            @FormParam("csrf") @Nullable String token) {
        String back = patientKey.matches("[0-9A-Za-z_-]{1,128}") ? "/patients/" + patientKey : "/";
        if (reader.isService()) {
            return Response.status(Response.Status.FORBIDDEN).entity("").build();
        }
        if (!csrf.isValid(token, reader.user())) {
            return Response.seeOther(URI.create(back + "?note=error_CSRF")).build();
        }
        Acknowledging.Result result = acknowledging.acknowledge(key, version, choice, reason, reader.user());
        String note = result == Acknowledging.Result.ACKNOWLEDGED ? "ack_done" : "error_" + result;
        return Response.seeOther(URI.create(back + "?note=" + note)).build();
    }

    /** The picture of a lesion, through notify: the object store is never public. */
    @GET
    @Path("pictures/{id}")
    @Produces("image/png")
    public Response picture(@PathParam("id") long id) throws IOException {
        Optional<TimelineRows.Picture> picture = database.inTransaction(sql -> new TimelineRows(sql).picture(id));
        if (picture.isEmpty() || !store.contains(picture.get().object())) {
            return Response.status(Response.Status.NOT_FOUND).build();
        }
        audit.viewed(reader.user(), "picture", Long.toString(id));
        return Response.ok(store.read(picture.get().object()))
                .header("Cache-Control", "private, max-age=600")
                .build();
    }

    private Presenter presenter() {
        return new Presenter(texts, reader.language(), site.zone(), messages);
    }
}
