package org.vigie.notify.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.Database;
import org.vigie.notify.storage.TimelineRows;

/** Reads the lists of the first page. */
@ApplicationScoped
public class WorklistReader {
    private static final int RESULTS = 50;
    private static final int CLOSED = 30;
    private static final Comparator<AlertRows.Current> URGENT_FIRST = Comparator.comparing(
                    AlertRows.Current::acknowledged)
            .thenComparing(AlertRows.Current::severity, Comparator.reverseOrder())
            .thenComparing(WorklistReader::nextCycle)
            .thenComparing(a -> a.event().raisedAt(), Comparator.reverseOrder());

    private final Database database;

    public WorklistReader(Database database) {
        this.database = database;
    }

    record Lists(
            List<View.AlertLine> clinical,
            List<View.AlertLine> quality,
            List<View.AlertLine> information,
            List<View.AlertLine> closed,
            List<View.FlightLine> inFlight,
            List<View.StudyLine> results) {}

    Lists read(Presenter words) {
        return database.inTransaction(sql -> {
            TimelineRows timeline = new TimelineRows(sql);
            List<AlertRows.Current> all =
                    new AlertRows(sql).all().stream().sorted(URGENT_FIRST).toList();
            java.util.function.Function<AlertRows.Current, View.AlertLine> line = a -> words.line(
                    a,
                    timeline.identity(a.event().patientKey()),
                    timeline.gateFailures(a.event().assessmentId()));
            return new Lists(
                    list(all, a -> isOpen(a) && is(a, AlertRaised.Category.CLINICAL), line, all.size()),
                    list(all, a -> isOpen(a) && is(a, AlertRaised.Category.QUALITY), line, all.size()),
                    list(all, a -> isOpen(a) && is(a, AlertRaised.Category.INFORMATION), line, all.size()),
                    list(all, a -> !isOpen(a), line, CLOSED),
                    timeline.inFlight().stream()
                            .map(f -> words.flight(f, timeline.identity(f.patientKey())))
                            .toList(),
                    timeline.latest(RESULTS).stream()
                            .map(m -> words.study(m, timeline.identity(m.event().patientKey())))
                            .toList());
        });
    }

    /** Patients with myeloma, with findings of ablation or of staging: whoever no alert is about. */
    List<View.StagedLine> staged(Presenter words) {
        return database.inTransaction(sql -> {
            TimelineRows timeline = new TimelineRows(sql);
            return timeline.staged(RESULTS).stream()
                    .map(key -> words.staged(
                            key,
                            timeline.identity(key),
                            timeline.assessments(key).stream()
                                    .filter(a -> !a.ruleId().equals("NAC-ADC"))
                                    .filter(a -> !a.flags().contains("withdrawn"))
                                    .toList()))
                    .filter(line -> !line.findings().isEmpty())
                    .toList();
        });
    }

    private static List<View.AlertLine> list(
            List<AlertRows.Current> all,
            Predicate<AlertRows.Current> which,
            java.util.function.Function<AlertRows.Current, View.AlertLine> line,
            int limit) {
        return all.stream().filter(which).limit(limit).map(line).toList();
    }

    private static boolean is(AlertRows.Current alert, AlertRaised.Category category) {
        return alert.event().category() == category;
    }

    private static boolean isOpen(AlertRows.Current alert) {
        return alert.ranOutAt() == null
                && switch (alert.event().state()) {
                    case RAISED, AMENDED -> true;
                    case RETRACTED, SUPERSEDED, EXPIRED -> false;
                };
    }

    private static String nextCycle(AlertRows.Current alert) {
        ClinicalTime next = alert.event().nextCycleAt();
        return next == null ? "9999" : next.toString();
    }
}
