package org.vigie.staging.cli.cohort;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Columns that are recognised by name in breast cohorts (I-SPY 2 tables among them). */
enum KnownColumn {
    PCR("", "", "pcr", "pathologiccompleteresponse", "pathologicalcompleteresponse"),
    HORMONE_RECEPTOR("HR+", "HR-", "hr", "hrpos", "hrpositive", "hormonereceptor", "hrstatus"),
    HER2("HER2+", "HER2-", "her2", "her2pos", "her2positive", "her2status"),
    TRIPLE_NEGATIVE("triple-negative", "not triple-negative", "tripleneg", "triplenegative", "tnbc"),
    HR_POSITIVE_HER2_NEGATIVE("HR+HER2-", "not HR+HER2-", "hrposher2neg", "hrpositiveher2negative"),
    MAMMAPRINT("MammaPrint high", "MammaPrint low", "mp", "mammaprint", "mammaprinthigh"),
    MASK_COUNT("", "", "maskcount"),
    XY_SPACING("", "", "xyspacing"),
    SLICE_SPACE("", "", "slicespace");

    /** Columns that divide a breast cohort. */
    static final List<KnownColumn> SUBTYPES =
            List.of(HORMONE_RECEPTOR, HER2, TRIPLE_NEGATIVE, HR_POSITIVE_HER2_NEGATIVE, MAMMAPRINT);

    private final String yes;
    private final String no;
    private final String names;

    KnownColumn(String yes, String no, String... names) {
        this.yes = yes;
        this.no = no;
        this.names = "|" + String.join("|", names) + "|";
    }

    String label(boolean value) {
        return value ? yes : no;
    }

    /** The one column of a table with this meaning; {@code null} if there is none, or more than one. */
    @Nullable
    String in(CohortTable table) {
        List<String> found =
                table.columns().stream().filter(column -> isNamed(column)).toList();
        return found.size() == 1 ? found.getFirst() : null;
    }

    private boolean isNamed(String column) {
        return names.contains("|" + plain(column) + "|");
    }

    static @Nullable KnownColumn of(String column) {
        return Arrays.stream(values())
                .filter(known -> known.isNamed(column))
                .findFirst()
                .orElse(null);
    }

    /** Letters and digits only, in lower case. */
    static String plain(String column) {
        return column.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
