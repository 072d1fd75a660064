package org.vigie.contract.clinical;

import static java.util.Collections.unmodifiableSet;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;

/** Percutaneous ablation: what is considered, done and seen afterwards. */
public sealed interface AblationFact extends FactBody {
    /** Energy. */
    enum Technique {
        CRYOTHERAPY,
        MICROWAVE,
        RADIOFREQUENCY
    }

    /** What the needle can be guided by. */
    enum Guidance {
        US,
        CT,
        MR
    }

    /**
     * A lesion considered for ablation; each part null if not stated.
     *
     * @param organ lower case, for example {@code breast}, {@code liver}
     * @param guidanceAvailable empty: none
     * @param imaged what was imaged before, of MG, US and MR
     */
    record AblationConsidered(
            ClinicalTime at,
            @Nullable String trackingUid,
            @Nullable String organ,
            @Nullable Technique technique,
            @Nullable Boolean visibleOnUltrasound,
            @Nullable Set<Guidance> guidanceAvailable,
            @Nullable Double skinDistanceMm,
            @Nullable Boolean frail,
            @Nullable Boolean surgeryPossible,
            @Nullable Set<LesionFact.Modality> imaged)
            implements AblationFact {
        /** Sets are kept in order, so that equal content is equal text. */
        public AblationConsidered {
            guidanceAvailable = guidanceAvailable == null ? null : unmodifiableSet(new TreeSet<>(guidanceAvailable));
            imaged = imaged == null ? null : unmodifiableSet(new TreeSet<>(imaged));
        }
    }

    record AblationPerformed(ClinicalTime at, @Nullable String trackingUid, String organ, Technique technique)
            implements AblationFact {}

    /** @param marginEnhancement null if it cannot be judged */
    record AblationFollowUp(
            @Nullable String studyUid,
            @Nullable String trackingUid,
            ClinicalTime at,
            @Nullable Boolean marginEnhancement)
            implements AblationFact {}
}
