package org.vigie.staging.domain.rules;

import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.logic.Text;

/** What two acquisitions must have in common (clinical rules 2.4), with the words of its clause. */
enum GateItem {
    DEVICE_SERIAL("device-serial", "numéro de série de l'appareil", null),
    FIELD_STRENGTH("field-strength", "champ magnétique", "T"),
    TE("te", "temps d'écho", "ms"),
    B_VALUES("b-values", "valeurs de b", "s/mm2"),
    VARIANT_KEY("variant-key", "variante d'ADC", null),
    FAT_SUPPRESSION("fat-suppression", "suppression de graisse", null),
    CONTRAST("contrast", "état d'injection de contraste", null),
    ROW_SPACING("row-spacing", "taille de voxel dans le plan (lignes)", "mm"),
    COLUMN_SPACING("column-spacing", "taille de voxel dans le plan (colonnes)", "mm"),
    SLICE_THICKNESS("slice-thickness", "épaisseur de coupe", "mm"),
    ROI_METHOD("roi-method", "méthode de contour", null);

    private final String id;
    private final @Nullable String unit;
    private final String equal;
    private final String identical;
    private final String clause;
    private final String before;
    private final String after;

    GateItem(String id, String french, @Nullable String unit) {
        this.id = id;
        this.unit = unit;
        this.equal = id + " equal";
        this.identical = french + " : identique";
        this.clause = "gate." + id;
        this.before = id + ".A0";
        this.after = id + ".A1";
    }

    String id() {
        return id;
    }

    @Nullable
    String unit() {
        return unit;
    }

    Text text() {
        return Text.of(equal, identical);
    }

    String clause() {
        return clause;
    }

    /** Name of the value at baseline. */
    String before() {
        return before;
    }

    /** Name of the value now. */
    String after() {
        return after;
    }
}
