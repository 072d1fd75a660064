package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody;

/** Reads the courses out of the facts: for each course id the latest statement counts. */
public final class Courses {
    /** As long before a planned first day as a baseline study may be (clinical rules 2.3). */
    private static final int EARLY_START_DAYS = 28;

    private final PatientTimeline timeline;
    private final ZoneId site;

    private Courses(PatientTimeline timeline, ZoneId site) {
        this.timeline = timeline;
        this.site = site;
    }

    /** Courses in the order of their first day. */
    public static List<Course> of(PatientTimeline timeline, ZoneId site) {
        return timeline.courses(site, () -> new Courses(timeline, site).read());
    }

    /**
     * Two courses contradict each other about the weeks this day lies in, from the first baseline of the later one to the
     * last day of either: one of them is in error, and nobody has said which. What either alone would make of a study of
     * that day is then no finding (clinical rules 0.2).
     *
     * @param courses in the order of their first day
     * @param baselineDays how long before its first day the baseline window of a course opens
     */
    public static boolean contradict(List<Course> courses, LocalDate day, int baselineDays, ZoneId site) {
        for (int i = 0; i < courses.size(); i++) {
            for (int j = i + 1; j < courses.size(); j++) {
                Course earlier = courses.get(i);
                Course later = courses.get(j);
                boolean before = day.isBefore(later.c1d1().dateIn(site).minusDays(baselineDays));
                boolean after = day.isAfter(earlier.lastDay(site)) && day.isAfter(later.lastDay(site));
                if (!before && !after && earlier.runsInto(later, site)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Course> read() {
        Map<String, List<Stated<FactBody.NacCourse>>> byId = new LinkedHashMap<>();
        timeline.stated(FactBody.NacCourse.class)
                .forEach(stated -> byId.computeIfAbsent(stated.body().courseId(), id -> new ArrayList<>())
                        .add(stated));
        return byId.values().stream()
                .map(this::course)
                .sorted(Comparator.comparing((Course c) -> c.c1d1().instantIn(site))
                        .thenComparing(Course::courseId))
                .toList();
    }

    private Course course(List<Stated<FactBody.NacCourse>> history) {
        Stated<FactBody.NacCourse> latest = history.getLast();
        String id = latest.body().courseId();
        List<String> read = new ArrayList<>();
        history.forEach(stated -> read.add(stated.factId()));
        List<Cycle> cycles = cycles(id, history);
        List<Stated<FactBody.RegimenChanged>> changes = regimenChanges(id, read);
        ClinicalTime end = end(id, read);
        return new Course(
                id,
                latest.body().c1d1(),
                changes.isEmpty()
                        ? latest.body().regimen()
                        : changes.getLast().body().regimen(),
                cycles.isEmpty() ? null : cycles.getLast().at(),
                latest.body().side(),
                end,
                firstAdministration(latest.body(), end),
                lesions(id, read),
                changes(latest.body().regimen(), changes),
                postponements(cycles),
                List.copyOf(read));
    }

    private record Cycle(Instant statedAt, ClinicalTime at) {}

    private List<Cycle> cycles(String courseId, List<Stated<FactBody.NacCourse>> history) {
        List<Cycle> cycles = cyclesOf(history);
        timeline.stated(FactBody.NextCycle.class)
                .filter(stated -> stated.body().courseId().equals(courseId))
                .forEach(stated ->
                        cycles.add(new Cycle(stated.at(), stated.body().nextCycleAt())));
        cycles.sort(Comparator.comparing(Cycle::statedAt));
        return cycles;
    }

    /**
     * A course stated again with the cycle it had says nothing of the cycle: it may be the same message a second time,
     * or a correction of something else, and a cycle stated in between still holds.
     */
    private static List<Cycle> cyclesOf(List<Stated<FactBody.NacCourse>> history) {
        List<Cycle> statements = new ArrayList<>();
        for (Stated<FactBody.NacCourse> stated : history) {
            ClinicalTime next = stated.body().nextCycleAt();
            if (next != null) {
                statements.add(new Cycle(stated.firstAt(), next));
                statements.add(new Cycle(stated.at(), next));
            }
        }
        statements.sort(Comparator.comparing(Cycle::statedAt));
        List<Cycle> news = new ArrayList<>();
        for (Cycle cycle : statements) {
            if (news.isEmpty() || !news.getLast().at().equals(cycle.at())) {
                news.add(cycle);
            }
        }
        return news;
    }

    private @Nullable ClinicalTime end(String courseId, List<String> read) {
        List<ClinicalTime> ends = new ArrayList<>();
        timeline.stated(FactBody.CourseEnded.class)
                .filter(stated -> stated.body().courseId().equals(courseId))
                .reduce((older, newer) -> newer)
                .ifPresent(stated -> {
                    read.add(stated.factId());
                    ends.add(stated.body().endedAt());
                });
        timeline.stated(FactBody.Surgery.class)
                .filter(stated -> stated.body().courseId().equals(courseId))
                .reduce((older, newer) -> newer)
                .ifPresent(stated -> {
                    read.add(stated.factId());
                    ends.add(stated.body().at());
                });
        return ends.stream().min(Comparator.comparing(at -> at.instantIn(site))).orElse(null);
    }

    private @Nullable ClinicalTime firstAdministration(FactBody.NacCourse course, @Nullable ClinicalTime end) {
        List<ClinicalTime> given = new ArrayList<>();
        timeline.stated(FactBody.Administration.class)
                .filter(stated -> stated.body().courseId() == null
                        ? near(course, end, stated.body().at())
                        : Objects.equals(stated.body().courseId(), course.courseId()))
                .forEach(stated -> given.add(stated.body().at()));
        return given.stream()
                .min(Comparator.comparing(at -> at.instantIn(site)))
                .orElse(null);
    }

    /** A dose stated without a course is one of the course that runs then, or that was planned for the weeks after. */
    private boolean near(FactBody.NacCourse course, @Nullable ClinicalTime end, ClinicalTime given) {
        LocalDate first = course.c1d1().dateIn(site);
        LocalDate last = end == null ? first.plusDays(Course.OPEN_DAYS) : end.dateIn(site);
        LocalDate day = given.dateIn(site);
        return !day.isBefore(first.minusDays(EARLY_START_DAYS)) && !day.isAfter(last);
    }

    private Set<String> lesions(String courseId, List<String> read) {
        TreeSet<String> uids = new TreeSet<>();
        timeline.stated(FactBody.Lesion.class)
                .filter(stated -> stated.body().courseId() == null
                        || Objects.equals(stated.body().courseId(), courseId))
                .forEach(stated -> {
                    read.add(stated.factId());
                    uids.add(stated.body().trackingUid());
                });
        return uids;
    }

    /** Changes of treatment in their clinical order; another regimen in a restated course only corrects its name. */
    private List<Stated<FactBody.RegimenChanged>> regimenChanges(String courseId, List<String> read) {
        List<Stated<FactBody.RegimenChanged>> changes = timeline.stated(FactBody.RegimenChanged.class)
                .filter(stated -> stated.body().courseId().equals(courseId))
                .sorted(Comparator.comparing(stated -> stated.body().at().instantIn(site)))
                .toList();
        changes.forEach(stated -> read.add(stated.factId()));
        return changes;
    }

    private List<Course.Change> changes(String first, List<Stated<FactBody.RegimenChanged>> stated) {
        List<Course.Change> changes = new ArrayList<>();
        String given = first;
        for (Stated<FactBody.RegimenChanged> change : stated) {
            changes.add(new Course.Change(change.body().at().instantIn(site), given));
            given = change.body().regimen();
        }
        return List.copyOf(changes);
    }

    private List<Instant> postponements(List<Cycle> cycles) {
        List<Instant> postponed = new ArrayList<>();
        for (int i = 1; i < cycles.size(); i++) {
            // A next cycle stated after the one before was due is the following cycle, no postponement.
            boolean wasStillAhead =
                    cycles.get(i).statedAt().isBefore(cycles.get(i - 1).at().instantIn(site));
            if (wasStillAhead
                    && cycles.get(i)
                            .at()
                            .instantIn(site)
                            .isAfter(cycles.get(i - 1).at().instantIn(site))) {
                postponed.add(cycles.get(i).statedAt());
            }
        }
        return List.copyOf(postponed);
    }
}
