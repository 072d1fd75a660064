package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.Side;

/**
 * One course of neoadjuvant chemotherapy as it stands after all corrections.
 *
 * @param nextCycleAt latest statement, null if none
 * @param endedAt the earlier of the course's end and surgery, null while neither is known
 * @param firstAdministrationAt earliest administration recorded for it, null if none
 * @param lesionUids tracking UIDs stated for this course or for no course in particular
 * @param regimen the one now given
 * @param changes of the treatment itself, in their order, empty if never changed
 * @param postponedAt when a later next cycle was stated than before, empty if never
 * @param factIds facts that were read; not those that only plan: cycles and administrations change no measurement
 */
public record Course(
        String courseId,
        ClinicalTime c1d1,
        String regimen,
        @Nullable ClinicalTime nextCycleAt,
        @Nullable Side side,
        @Nullable ClinicalTime endedAt,
        @Nullable ClinicalTime firstAdministrationAt,
        Set<String> lesionUids,
        List<Change> changes,
        List<Instant> postponedAt,
        List<String> factIds) {

    /**
     * A change of the treatment.
     *
     * @param from what was given before
     */
    public record Change(Instant at, String from) {}

    /** A course whose end nobody stated is over after a year: no neoadjuvant chemotherapy takes longer [P]. */
    public static final int OPEN_DAYS = 365;

    /** When the treatment was changed. */
    public List<Instant> regimenChangedAt() {
        return changes.stream().map(Change::at).toList();
    }

    /** What was given on the day of a study; a change of that very day counts. */
    public String regimenOn(ClinicalTime study, ZoneId site) {
        LocalDate day = study.dateIn(site);
        return changes.stream()
                .filter(change -> change.at().atZone(site).toLocalDate().isAfter(day))
                .findFirst()
                .map(Change::from)
                .orElse(regimen);
    }

    /** Day of the course, c1d1 = day 0, in the site's zone. */
    public int dayOf(ClinicalTime at, ZoneId site) {
        return Math.toIntExact(ChronoUnit.DAYS.between(c1d1.dateIn(site), at.dateIn(site)));
    }

    /** The day has come, or an administration is recorded: a planned course does not alert. */
    public boolean startedBy(Instant now, ZoneId site) {
        boolean dayCame = !now.isBefore(c1d1.dateIn(site).atStartOfDay(site).toInstant());
        return dayCame || (firstAdministrationAt != null && !now.isBefore(firstAdministrationAt.instantIn(site)));
    }

    /** True from c1d1 to the end, both days included; without a stated end to {@link #OPEN_DAYS}. */
    public boolean covers(LocalDate day, ZoneId site) {
        return !day.isBefore(c1d1.dateIn(site)) && !day.isAfter(lastDay(site));
    }

    /** The day of its end; without a stated end the last one it can have. */
    public LocalDate lastDay(ZoneId site) {
        return endedAt == null ? c1d1.dateIn(site).plusDays(OPEN_DAYS) : endedAt.dateIn(site);
    }

    /**
     * True if the other course, which began no earlier, began before this one was over: both cannot be right. One that
     * begins on the very day on which this one ended follows it.
     */
    public boolean runsInto(Course later, ZoneId site) {
        LocalDate start = later.c1d1.dateIn(site);
        boolean follows = endedAt != null && start.equals(endedAt.dateIn(site)) && !start.equals(c1d1.dateIn(site));
        return covers(start, site) && !follows;
    }

    /** What a comparison of measurements can depend on: next cycle and administrations are for alerts only. */
    public Course withoutSchedule() {
        return new Course(
                courseId, c1d1, regimen, null, side, endedAt, null, lesionUids, changes, postponedAt, factIds);
    }
}
