package org.vigie.staging.domain.timeline;

import java.time.Instant;
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
        return new Course(
                id,
                latest.body().c1d1(),
                latest.body().regimen(),
                cycles.isEmpty() ? null : cycles.getLast().at(),
                latest.body().side(),
                end(id, read),
                firstAdministration(id),
                lesions(id, read),
                regimenChanges(history),
                postponements(cycles),
                List.copyOf(read));
    }

    private record Cycle(Instant statedAt, ClinicalTime at) {}

    private List<Cycle> cycles(String courseId, List<Stated<FactBody.NacCourse>> history) {
        List<Cycle> cycles = new ArrayList<>();
        for (Stated<FactBody.NacCourse> stated : history) {
            ClinicalTime next = stated.body().nextCycleAt();
            if (next != null) {
                cycles.add(new Cycle(stated.at(), next));
            }
        }
        timeline.stated(FactBody.NextCycle.class)
                .filter(stated -> stated.body().courseId().equals(courseId))
                .forEach(stated ->
                        cycles.add(new Cycle(stated.at(), stated.body().nextCycleAt())));
        cycles.sort(Comparator.comparing(Cycle::statedAt));
        return cycles;
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

    private @Nullable ClinicalTime firstAdministration(String courseId) {
        List<ClinicalTime> given = new ArrayList<>();
        timeline.stated(FactBody.Administration.class)
                .filter(stated -> stated.body().courseId() == null
                        || Objects.equals(stated.body().courseId(), courseId))
                .forEach(stated -> given.add(stated.body().at()));
        return given.stream()
                .min(Comparator.comparing(at -> at.instantIn(site)))
                .orElse(null);
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

    private static List<Instant> regimenChanges(List<Stated<FactBody.NacCourse>> history) {
        List<Instant> changes = new ArrayList<>();
        for (int i = 1; i < history.size(); i++) {
            if (!history.get(i)
                    .body()
                    .regimen()
                    .equals(history.get(i - 1).body().regimen())) {
                changes.add(history.get(i).at());
            }
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
