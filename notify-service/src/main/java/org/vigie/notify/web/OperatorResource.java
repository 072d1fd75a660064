package org.vigie.notify.web;

import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.vigie.notify.MailText;
import org.vigie.notify.NotifyConfig;
import org.vigie.notify.SiteConfig;
import org.vigie.notify.domain.Figures;
import org.vigie.notify.storage.AuditRows;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.DeliveryRows;
import org.vigie.notify.storage.TimelineRows;

/** Pages for operators: what is under way, what is stuck, who did what. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class OperatorResource {
    static final int FAILING_FROM = 3;
    private static final int LATEST = 200;

    private final Template operations;
    private final Template audit;
    private final Database database;
    private final Texts texts;
    private final Reader reader;
    private final Auditing auditing;
    private final MailText messages;
    private final NotifyConfig config;
    private final SiteConfig site;
    private final Clock clock;

    public OperatorResource(
            Template operations,
            Template audit,
            Database database,
            Texts texts,
            Reader reader,
            Auditing auditing,
            MailText messages,
            NotifyConfig config,
            SiteConfig site,
            Clock clock) {
        this.operations = operations;
        this.audit = audit;
        this.database = database;
        this.texts = texts;
        this.reader = reader;
        this.auditing = auditing;
        this.messages = messages;
        this.config = config;
        this.site = site;
        this.clock = clock;
    }

    record AuditLine(String when, String who, String what, String object, String detail) {}

    @GET
    @Path("operations")
    public TemplateInstance operations() {
        auditing.viewed(reader.user(), "operations", "all");
        Presenter words = new Presenter(texts, reader.language(), site.zone(), messages);
        Instant overdue = clock.instant().minus(config.measuredWithin());
        return database.inTransaction(sql -> {
            TimelineRows timeline = new TimelineRows(sql);
            DeliveryRows deliveries = new DeliveryRows(sql);
            List<TimelineRows.InFlight> waiting = timeline.inFlight();
            return operations
                    .data("ui", reader.ui())
                    .data(
                            "inFlight",
                            lines(
                                    words,
                                    timeline,
                                    waiting.stream()
                                            .filter(f -> !f.readyAt().isBefore(overdue))
                                            .toList()))
                    .data(
                            "neverMeasured",
                            lines(
                                    words,
                                    timeline,
                                    waiting.stream()
                                            .filter(f -> f.readyAt().isBefore(overdue))
                                            .toList()))
                    .data(
                            "failing",
                            deliveries.failing(FAILING_FROM).stream()
                                    .map(words::delivery)
                                    .toList())
                    .data(
                            "deliveries",
                            deliveries.all(LATEST).stream().map(words::delivery).toList());
        });
    }

    private static List<View.FlightLine> lines(
            Presenter words, TimelineRows timeline, List<TimelineRows.InFlight> flights) {
        return flights.stream()
                .map(f -> words.flight(f, timeline.identity(f.patientKey())))
                .toList();
    }

    @GET
    @Path("audit")
    @RolesAllowed(Users.ADMIN)
    public TemplateInstance audit() {
        auditing.viewed(reader.user(), "audit", "all");
        Figures figures = new Figures(reader.language(), site.zone());
        return database.inTransaction(sql -> audit.data("ui", reader.ui())
                .data("unbroken", new AuditRows(sql).isUnbroken())
                .data(
                        "entries",
                        new AuditRows(sql)
                                .latest(LATEST).stream()
                                        .map(e -> new AuditLine(
                                                figures.dateTime(e.at()),
                                                e.actor(),
                                                e.action(),
                                                e.objectType() + " " + e.object(),
                                                e.detail()))
                                        .toList()));
    }
}
