package org.vigie.staging.domain.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ConditionFact.Certainty;
import org.vigie.contract.clinical.ConditionFact.Diagnosis;
import org.vigie.contract.clinical.ConditionFact.Disease;
import org.vigie.contract.clinical.ConditionFact.OrganDamageAttributed;
import org.vigie.contract.clinical.LaboratoryFact.Aberration;
import org.vigie.contract.clinical.LaboratoryFact.Cytogenetics;
import org.vigie.contract.clinical.LaboratoryFact.HeavyChain;
import org.vigie.contract.clinical.LaboratoryFact.MonoclonalProtein;
import org.vigie.contract.clinical.LaboratoryFact.Pathology;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.rules.myeloma.MyelomaRules;
import org.vigie.staging.domain.timeline.Reads;
import org.vigie.staging.domain.timeline.Stated;

/** Diagnosis and stage of a plasma-cell disease at its work-up; each system is asked for itself. */
final class MyelomaCases {
    private static final Map<String, Rule> RULES =
            MyelomaRules.ALL.stream().collect(Collectors.toMap(Rule::id, Function.identity()));
    private static final String SUBJECT = "work-up";

    private final Workup workup;
    private final Reads timeline;

    MyelomaCases(Workup workup) {
        this.workup = workup;
        this.timeline = workup.timeline();
    }

    static Rule rule(String id) {
        return Objects.requireNonNull(RULES.get(id), id);
    }

    List<RuleCase> all() {
        List<RuleCase> cases = new ArrayList<>();
        add(cases, "DS", durieSalmon());
        add(cases, "ISS", laboratory());
        add(cases, "R-ISS", laboratory(Aberration.DEL_17P, Aberration.T_4_14, Aberration.T_14_16));
        add(cases, "R2-ISS", laboratory(Aberration.DEL_17P, Aberration.T_4_14, Aberration.GAIN_1Q));
        add(cases, "IMWG-DX", diagnosis());
        add(cases, "DSPLUS", durieSalmonPlus());
        return cases;
    }

    private static void add(List<RuleCase> cases, String id, Readings readings) {
        if (!readings.byName().isEmpty()) {
            cases.add(new RuleCase(rule(id), SUBJECT, null, null, null, null, null, readings.byName(), readings.ids()));
        }
    }

    private Readings durieSalmon() {
        Readings readings = new Readings();
        workup.read(readings, "haemoglobin", Analyte.HAEMOGLOBIN)
                .read(readings, "calcium", Analyte.CALCIUM)
                .read(readings, "IgG", Analyte.IGG)
                .read(readings, "IgA", Analyte.IGA)
                .read(readings, "urineLightChain", Analyte.URINE_LIGHT_CHAINS)
                .read(readings, "creatinine", Analyte.CREATININE);
        heavyChain(readings);
        new BoneFindings(workup).durieSalmon(readings);
        return readings;
    }

    private Readings laboratory(Aberration... aberrations) {
        Readings readings = new Readings();
        workup.read(readings, "b2m", Analyte.BETA2_MICROGLOBULIN).read(readings, "albumin", Analyte.ALBUMIN);
        if (aberrations.length > 0) {
            workup.read(readings, "ldh", Analyte.LDH).readLimit(readings, "ldhUln", Analyte.LDH, true);
            for (Aberration one : aberrations) {
                Stated<Cytogenetics> fish = workup.nearest(
                        timeline.stated(Cytogenetics.class)
                                .filter(f -> f.body().present().containsKey(one)),
                        Cytogenetics::at);
                if (fish != null) {
                    readings.yesNo(name(one), fish.body().present().get(one), fish.factId());
                }
            }
        }
        return readings;
    }

    private static String name(Aberration aberration) {
        return switch (aberration) {
            case DEL_17P -> "del17p";
            case T_4_14 -> "t414";
            case T_14_16 -> "t1416";
            case GAIN_1Q -> "gain1q";
        };
    }

    private Readings diagnosis() {
        Readings readings = new Readings();
        workup.read(readings, "bmpc", Analyte.CLONAL_PLASMA_CELLS)
                .read(readings, "serumM", Analyte.SERUM_M_PROTEIN)
                .read(readings, "urineM", Analyte.URINE_M_PROTEIN)
                .read(readings, "calcium", Analyte.CALCIUM)
                .readLimit(readings, "calciumUln", Analyte.CALCIUM, true)
                .read(readings, "clearance", Analyte.CREATININE_CLEARANCE)
                .read(readings, "creatinine", Analyte.CREATININE)
                .read(readings, "haemoglobin", Analyte.HAEMOGLOBIN)
                .readLimit(readings, "haemoglobinLln", Analyte.HAEMOGLOBIN, false)
                .read(readings, "flcKappa", Analyte.FLC_KAPPA)
                .read(readings, "flcLambda", Analyte.FLC_LAMBDA)
                .readLimit(readings, "flcKappaUln", Analyte.FLC_KAPPA, true)
                .readLimit(readings, "flcLambdaUln", Analyte.FLC_LAMBDA, true);
        heavyChain(readings);
        biopsy(readings);
        new BoneFindings(workup).osteolytic(readings);
        new MarrowFindings(workup).focal(readings);
        Stated<OrganDamageAttributed> attributed =
                workup.nearest(timeline.stated(OrganDamageAttributed.class), OrganDamageAttributed::at);
        if (attributed != null) {
            readings.yesNo("organDamageAttributed", attributed.body().attributed(), attributed.factId());
        }
        return readings;
    }

    /** What one specimen proved is proven, whatever another did not show. */
    private void biopsy(Readings readings) {
        finding(readings, "plasmacytoma", Pathology::biopsyProvenPlasmacytoma, true);
        finding(readings, "singlePlasmacytoma", Pathology::singlePlasmacytoma, false);
        finding(readings, "amyloidosis", Pathology::amyloidosis, true);
        Stated<Diagnosis> amyloidosis = workup.nearest(
                timeline.stated(Diagnosis.class)
                        .filter(d -> d.body().disease() == Disease.AMYLOIDOSIS
                                && d.body().certainty() != Certainty.SUSPECTED),
                Diagnosis::at);
        if (amyloidosis != null) {
            readings.yesNo("amyloidosis", amyloidosis.body().certainty() == Certainty.CONFIRMED, amyloidosis.factId());
        }
    }

    /** @param prevailing what one specimen is enough for */
    private void finding(
            Readings readings, String input, Function<Pathology, @Nullable Boolean> part, boolean prevailing) {
        List<Stated<Pathology>> biopsies = workup.near(
                Stated.latest(
                        timeline.stated(Pathology.class).filter(p -> part.apply(p.body()) != null),
                        p -> p.body().at() + "|" + p.body().specimen() + "|"
                                + p.body().trackingUid())
                        .stream(),
                Pathology::at);
        biopsies.stream()
                .filter(p -> Objects.equals(part.apply(p.body()), prevailing))
                .findFirst()
                .or(() -> biopsies.stream().findFirst())
                .ifPresent(p -> readings.yesNo(input, part.apply(p.body()), p.factId()));
    }

    private Readings durieSalmonPlus() {
        Readings readings = new Readings();
        if (!new MarrowFindings(workup).durieSalmonPlus(readings)) {
            return readings;
        }
        readings.choice("imwgClass", workup.statedClass(readings), null);
        workup.read(readings, "creatinine", Analyte.CREATININE);
        return readings;
    }

    private void heavyChain(Readings readings) {
        Stated<MonoclonalProtein> protein = workup.nearest(
                timeline.stated(MonoclonalProtein.class).filter(p -> p.body().heavyChain() != null),
                MonoclonalProtein::at);
        if (protein != null) {
            readings.choice("heavyChain", name(protein.body().heavyChain()), protein.factId());
        }
    }

    private static @Nullable String name(@Nullable HeavyChain chain) {
        return switch (chain) {
            case null -> null;
            case IGG -> "IgG";
            case IGA -> "IgA";
            case IGM -> "IgM";
            case IGD -> "IgD";
            case IGE -> "IgE";
            case NONE -> "none";
        };
    }

    static void count(Readings readings, String name, @Nullable Integer value, String factId) {
        readings.number(name, value == null ? null : Double.valueOf(value), "1", factId);
    }
}
