package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LinkFact;

/**
 * Every fact stated under one patient key, by id, and what of it holds for the person read there.
 *
 * <p>Immutable; what is derived is computed once, on first use.
 */
final class StatedFacts {
    /** The greater statement counts: the later one, then by content so that no tie is left to the order of arrival. */
    static final Comparator<ClinicalFact> STATED = Comparator.comparing(ClinicalFact::asOf)
            .thenComparing(ClinicalFact::recordedAt)
            .thenComparing(fact -> fact.body().toString())
            .thenComparing(ClinicalFact::recordedBy);

    private final String patientKey;
    private final SortedMap<String, ClinicalFact> byId;
    private final FirstStated first;

    private @Nullable StatedHere here;
    private @Nullable List<ClinicalFact> valid;
    private Map<String, Instant> firstElsewhere = Map.of();
    private boolean linkRead;
    private @Nullable PatientLink link;
    private @Nullable Map<Class<?>, List<Stated<?>>> byKind;

    StatedFacts(String patientKey, SortedMap<String, ClinicalFact> byId, FirstStated first) {
        this.patientKey = patientKey;
        this.byId = byId;
        this.first = first;
    }

    SortedMap<String, ClinicalFact> byId() {
        return byId;
    }

    FirstStated first() {
        return first;
    }

    /** The same fact stated again counts as stated at the later time: a correction can be taken back. */
    StatedFacts with(ClinicalFact fact) {
        ClinicalFact known = byId.get(fact.factId());
        TreeMap<String, ClinicalFact> merged = new TreeMap<>(byId);
        merged.merge(fact.factId(), fact, StatedFacts::later);
        StatedFacts after = new StatedFacts(
                patientKey, Collections.unmodifiableSortedMap(merged), known == null ? first : first.with(known, fact));
        if (known == null) {
            after.continues(this, fact);
        }
        return after;
    }

    private static ClinicalFact later(ClinicalFact a, ClinicalFact b) {
        return STATED.compare(a, b) < 0 ? b : a;
    }

    /** The link that was stated for this key, null if it stands for itself. */
    @Nullable
    PatientLink link() {
        if (!linkRead) {
            link = PatientLink.of(patientKey, here().facts());
            linkRead = true;
        }
        return link;
    }

    boolean isReadElsewhere() {
        PatientLink stated = link();
        return stated != null && !stated.isVoid();
    }

    StatedHere here() {
        StatedHere known = here;
        if (known == null) {
            known = StatedHere.of(byId.values());
            here = known;
        }
        return known;
    }

    /** What holds for this person, own and adopted, oldest statement first; only links where it is read elsewhere. */
    List<ClinicalFact> valid() {
        List<ClinicalFact> known = valid;
        if (known == null) {
            known = readValid();
            valid = known;
        }
        return known;
    }

    private List<ClinicalFact> readValid() {
        List<ClinicalFact> stated = here().facts();
        if (isReadElsewhere()) {
            return stated.stream()
                    .filter(fact -> fact.body() instanceof LinkFact.PatientMerged
                            || fact.body() instanceof LinkFact.PatientUnlinked)
                    .toList();
        }
        if (stated.stream().noneMatch(fact -> fact.body() instanceof LinkFact)) {
            return stated;
        }
        Map<String, ClinicalFact> own = new HashMap<>();
        Map<String, Instant> elsewhere = new HashMap<>();
        for (ClinicalFact fact : stated) {
            switch (fact.body()) {
                case LinkFact.AdoptedFact adopted -> {
                    own.merge(adopted.fact().factId(), adopted.fact(), StatedFacts::later);
                    if (adopted.firstStatedAt() != null) {
                        elsewhere.merge(
                                FirstStated.statement(adopted.fact()), adopted.firstStatedAt(), FirstStated::earlier);
                    }
                }
                case LinkFact.AdoptedStudy _, LinkFact.AdoptedAlert _, LinkFact.LinkSeen _ -> {}
                default -> own.merge(fact.factId(), fact, StatedFacts::later);
            }
        }
        firstElsewhere = elsewhere;
        return own.values().stream().sorted(StatedHere.IN_TIME).toList();
    }

    /** Of one kind, oldest statement first; of an event that brings none of that kind, the very same list. */
    @SuppressWarnings("unchecked") // the list under a kind holds statements of that kind only
    <T extends FactBody> List<Stated<T>> statements(Class<T> kind) {
        if (kind.isInterface()) {
            return valid().stream()
                    .filter(fact -> kind.isInstance(fact.body()))
                    .map(fact -> (Stated<T>) stated(fact))
                    .toList();
        }
        return (List<Stated<T>>) (List<?>) kinds().getOrDefault(kind, List.of());
    }

    private Stated<FactBody> stated(ClinicalFact fact) {
        return new Stated<>(fact.factId(), fact.asOf(), fact.body(), first.of(fact, firstElsewhere));
    }

    private Map<Class<?>, List<Stated<?>>> kinds() {
        Map<Class<?>, List<Stated<?>>> known = byKind;
        if (known == null) {
            known = new HashMap<>();
            for (ClinicalFact fact : valid()) {
                known.computeIfAbsent(fact.body().getClass(), kind -> new ArrayList<>())
                        .add(stated(fact));
            }
            byKind = known;
        }
        return known;
    }

    /** Bodies of one kind among what other keys handed over, wherever the person is read. */
    <T extends LinkFact> Stream<T> handed(Class<T> kind) {
        return here().facts().stream()
                .map(ClinicalFact::body)
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    /** A fact of a new id is put in its place among those that were read before; where links are stated all is read. */
    @SuppressWarnings("ReferenceEquality") // the very same list: no link was stated
    private void continues(StatedFacts before, ClinicalFact fact) {
        StatedHere read = before.here;
        if (read == null
                || before.valid != read.facts()
                || fact.body() instanceof LinkFact
                || fact.body() instanceof FactBody.Retracted) {
            return;
        }
        linkRead = before.linkRead;
        link = before.link;
        byKind = before.byKind;
        StatedHere now = read;
        if (read.holds(fact)) {
            int place = read.placeOf(fact);
            now = read.with(fact, place);
            byKind = byKind == null ? null : with(fact, read.facts().subList(0, place), byKind);
        }
        here = now;
        valid = now.facts();
    }

    private Map<Class<?>, List<Stated<?>>> with(
            ClinicalFact fact, List<ClinicalFact> older, Map<Class<?>, List<Stated<?>>> known) {
        Class<?> kind = fact.body().getClass();
        int place = 0;
        for (ClinicalFact one : older) {
            place += one.body().getClass() == kind ? 1 : 0;
        }
        Map<Class<?>, List<Stated<?>>> more = new HashMap<>(known);
        List<Stated<?>> same = new ArrayList<>(more.getOrDefault(kind, List.of()));
        same.add(place, stated(fact));
        more.put(kind, same);
        return more;
    }
}
