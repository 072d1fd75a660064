package org.vigie.staging.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.Analyte;

/** Which analyte a code stands for: LOINC, our own names, and the codes of the site's laboratories. */
@ApplicationScoped
public class AnalyteCodes {
    private static final Map<String, Analyte> LOINC = Map.ofEntries(
            Map.entry("718-7", Analyte.HAEMOGLOBIN),
            Map.entry("17861-6", Analyte.CALCIUM),
            Map.entry("2000-8", Analyte.CALCIUM),
            Map.entry("29265-6", Analyte.CALCIUM_CORRECTED),
            Map.entry("2160-0", Analyte.CREATININE),
            Map.entry("14682-9", Analyte.CREATININE),
            Map.entry("2164-2", Analyte.CREATININE_CLEARANCE),
            Map.entry("33914-3", Analyte.EGFR),
            Map.entry("62238-1", Analyte.EGFR),
            Map.entry("98979-8", Analyte.EGFR),
            Map.entry("1751-7", Analyte.ALBUMIN),
            Map.entry("2862-1", Analyte.ALBUMIN),
            Map.entry("1952-1", Analyte.BETA2_MICROGLOBULIN),
            Map.entry("2532-0", Analyte.LDH),
            Map.entry("14804-9", Analyte.LDH),
            Map.entry("14805-6", Analyte.LDH),
            Map.entry("2465-3", Analyte.IGG),
            Map.entry("2458-8", Analyte.IGA),
            Map.entry("2472-9", Analyte.IGM),
            Map.entry("33358-3", Analyte.SERUM_M_PROTEIN),
            Map.entry("51435-6", Analyte.SERUM_M_PROTEIN),
            Map.entry("42482-0", Analyte.URINE_M_PROTEIN),
            Map.entry("36916-5", Analyte.FLC_KAPPA),
            Map.entry("33944-0", Analyte.FLC_LAMBDA),
            Map.entry("48378-4", Analyte.FLC_RATIO_KAPPA_LAMBDA),
            Map.entry("11118-7", Analyte.CLONAL_PLASMA_CELLS));

    /** Name of our own code system in messages. */
    public static final String OWN_SYSTEM = "urn:vigie:analyte";

    private static final String OWN_HL7 = "VIGIE";

    private final Map<String, Analyte> local;

    AnalyteCodes(IntakeConfig config) {
        this.local = new HashMap<>(config.analytes());
    }

    /**
     * @param code as stated
     * @param system {@code LN} or {@code http://loinc.org}, {@code urn:vigie:analyte} or {@code VIGIE} for our own
     *     names, else the laboratory's, looked up as {@code SYSTEM|CODE} in {@code vigie.intake.analytes}
     */
    public Optional<Analyte> find(@Nullable String code, @Nullable String system) {
        if (code == null) {
            return Optional.empty();
        }
        return switch (system) {
            case "LN", "http://loinc.org" -> Optional.ofNullable(LOINC.get(code));
            case OWN_SYSTEM, OWN_HL7 -> own(code);
            case null -> Optional.ofNullable(local.get(code));
            default -> Optional.ofNullable(local.get(system + "|" + code));
        };
    }

    /** One of our own names, or a LOINC code. */
    public Optional<Analyte> nameOrLoinc(String text) {
        return own(text).or(() -> Optional.ofNullable(LOINC.get(text)));
    }

    private static Optional<Analyte> own(String name) {
        try {
            return Optional.of(Analyte.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
