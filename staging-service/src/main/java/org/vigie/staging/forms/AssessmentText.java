package org.vigie.staging.forms;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.clinical.PatientAssessed.Clause;
import org.vigie.contract.clinical.PatientAssessed.Explained;
import org.vigie.contract.clinical.PatientAssessed.Localised;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.contract.clinical.PatientAssessed.PartOutcome;
import org.vigie.staging.domain.logic.Decimals;

/** An assessment for people: outcome, numbers, what was used, what was lacking and why, clause by clause. */
final class AssessmentText {
    private static final Map<String, String> FRENCH = Map.ofEntries(
            Map.entry("version", "version"),
            Map.entry("threshold set", "jeu de seuils"),
            Map.entry("outcome", "résultat"),
            Map.entry("value", "valeur"),
            Map.entry("95 % CI", "IC à 95 %"),
            Map.entry("to", "à"),
            Map.entry("flags", "signalements"),
            Map.entry("reasons", "raisons"),
            Map.entry("part", "question"),
            Map.entry("used", "utilisé"),
            Map.entry("lacking", "manque"),
            Map.entry("clauses", "clauses"),
            Map.entry("true", "vrai"),
            Map.entry("false", "faux"),
            Map.entry("unknown", "inconnu"),
            Map.entry("threshold", "seuil"),
            Map.entry("source", "source"),
            Map.entry("note", "note"),
            Map.entry("differs", "diffère"),
            Map.entry("clinical rules", "règles cliniques"),
            Map.entry("MISSING_INPUT", "donnée manquante"),
            Map.entry("INVALID_VALUE", "valeur invalide"),
            Map.entry("UNIT_UNKNOWN", "unité inconnue"),
            Map.entry("NO_BASELINE", "pas d'examen de référence"),
            Map.entry("OUT_OF_WINDOW", "hors fenêtre"),
            Map.entry("DENOMINATOR_ZERO", "dénominateur nul"),
            Map.entry("PHASE_TIMING_INADEQUATE", "temps d'acquisition inadéquats"),
            Map.entry("NON_PHYSICAL", "non physique"),
            Map.entry("ROI_NOT_VALIDATED", "contour non validé"),
            Map.entry("AMBIGUOUS_IDENTITY", "identité ambiguë"),
            Map.entry("RULE_GAP", "lacune de la règle"));

    private final boolean french;

    AssessmentText(String language) {
        this.french = language.equals("fr");
    }

    /** What text is made from, whether it comes from an event or straight from a rule. */
    record Said(
            String ruleId,
            String ruleVersion,
            String thresholdSetId,
            String outcome,
            @Nullable Double value,
            @Nullable String unit,
            @Nullable Double ci95Low,
            @Nullable Double ci95High,
            List<String> flags,
            List<Reason> reasons,
            List<NamedInput> inputsUsed,
            List<Clause> clauses,
            @Nullable Explained explained,
            List<String> gateFailures) {}

    String of(Said said) {
        StringBuilder out = new StringBuilder();
        Explained explained = said.explained();
        out.append(said.ruleId());
        if (explained != null) {
            out.append(" (")
                    .append(of(explained.title()))
                    .append(", ")
                    .append(word("clinical rules"))
                    .append(' ')
                    .append(explained.section())
                    .append(')');
        }
        line(
                out,
                "version",
                said.ruleVersion() + ", " + word("threshold set") + " "
                        + said.thresholdSetId()
                                .substring(0, Math.min(12, said.thresholdSetId().length())));
        line(out, "outcome", said.outcome());
        value(out, said);
        if (explained != null) {
            parts(out, explained);
        }
        said.gateFailures().forEach(item -> line(out, "differs", item));
        said.reasons().forEach(reason -> line(out, "reasons", of(reason)));
        if (!said.flags().isEmpty()) {
            line(out, "flags", String.join(", ", said.flags()));
        }
        said.inputsUsed()
                .forEach(input ->
                        line(out, "used", of(input) + (input.source() == null ? "" : " (" + input.source() + ")")));
        if (explained != null && !explained.lacking().isEmpty()) {
            line(out, "lacking", String.join(", ", explained.lacking()));
        }
        said.clauses().forEach(clause -> clause(out, clause));
        if (explained != null) {
            explained.notes().forEach(note -> line(out, "note", of(note)));
        }
        return out.append('\n').toString();
    }

    private void value(StringBuilder out, Said said) {
        if (said.value() != null) {
            String unit = said.unit() == null ? "" : " " + said.unit();
            String interval = said.ci95Low() == null || said.ci95High() == null
                    ? ""
                    : " (" + word("95 % CI") + " " + number(said.ci95Low()) + " " + word("to") + " "
                            + number(said.ci95High()) + unit + ")";
            line(out, "value", number(said.value()) + unit + interval);
        }
        if (said.explained() != null) {
            String others = said.explained().values().stream()
                    .skip(said.value() == null ? 0 : 1)
                    .map(this::of)
                    .collect(Collectors.joining(", "));
            if (!others.isEmpty()) {
                line(out, "value", others);
            }
        }
    }

    private void parts(StringBuilder out, Explained explained) {
        if (explained.parts().size() < 2) {
            return;
        }
        for (PartOutcome part : explained.parts()) {
            String why = part.reasons().isEmpty()
                    ? ""
                    : " (" + part.reasons().stream().map(this::of).collect(Collectors.joining(", ")) + ")";
            line(out, "part", part.id() + ": " + part.outcome() + why);
        }
    }

    private void clause(StringBuilder out, Clause clause) {
        String text = french && clause.textFr() != null ? clause.textFr() : clause.text();
        out.append("\n  [").append(word(clause.verdict())).append("] ").append(french ? comma(text) : text);
        if (clause.values() != null && !clause.values().isEmpty()) {
            out.append(": ").append(clause.values().stream().map(this::of).collect(Collectors.joining(", ")));
        }
        if (clause.threshold() != null) {
            out.append(" (")
                    .append(word("threshold"))
                    .append(' ')
                    .append(clause.threshold().id())
                    .append("; ")
                    .append(source(clause.threshold().source()))
                    .append(" [")
                    .append(clause.threshold().tag())
                    .append("])");
        } else if (clause.thresholdSource() != null) {
            out.append(" (").append(source(clause.thresholdSource())).append(')');
        }
    }

    /** A reference is cited as it is; the words around it are the reader's. */
    private String source(String cited) {
        return french
                ? cited.replace("clinical rules", word("clinical rules"))
                        .replace("definition: sign of the quantity", "définition : signe de la grandeur")
                : cited;
    }

    private void line(StringBuilder out, String word, String text) {
        out.append("\n  ").append(word(word)).append(french ? " : " : ": ").append(text);
    }

    private String of(NamedInput input) {
        return input.name() + " = " + (french ? comma(input.value()) : input.value())
                + (input.unit() == null ? "" : " " + input.unit());
    }

    private String of(Localised text) {
        return french ? text.fr() : text.en();
    }

    private String of(Reason reason) {
        String code = french
                ? FRENCH.getOrDefault(reason.code().name(), reason.code().name())
                : reason.code().name();
        return reason.argument() == null ? code : code + "(" + reason.argument() + ")";
    }

    private String number(double value) {
        return french ? comma(Decimals.text(value)) : Decimals.text(value);
    }

    /** Decimal comma between digits; a list or a version keeps its points. */
    private static String comma(String text) {
        return text.replaceAll("(?<![\\w.])(\\d+)\\.(\\d+)(?![\\w.])", "$1,$2");
    }

    private String word(String english) {
        return french ? FRENCH.getOrDefault(english, english) : english;
    }
}
