package org.vigie.ingest.dicom;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.domain.Uids;

/**
 * Which abstract syntaxes may be stored: every class of the Storage Service (PS3.4 annex B), also those that are newer
 * than this program, and private ones, because a PACS forwards whole studies. Objects that belong to no patient
 * (PS3.4 annex GG) and the other services' classes are none.
 */
final class StorageClasses {
    static final String RULE = "class is not stored (vigie.dicom.sop-classes)";

    private static final String DICOM_ROOT = "1.2.840.10008.";
    private static final String STORAGE_ROOT = "1.2.840.10008.5.1.4.1.1.";

    private static final Set<String> OUTSIDE_ROOT = Set.of(
            "1.2.840.10008.5.1.1.27",
            "1.2.840.10008.5.1.1.29",
            "1.2.840.10008.5.1.1.30",
            "1.2.840.10008.5.1.4.34.1",
            "1.2.840.10008.5.1.4.34.7",
            "1.2.840.10008.5.1.4.34.10");

    /** Non-patient objects, and the query classes that share the root with storage. */
    private static final Set<String> NO_STORAGE = Set.of(
            "1.2.840.10008.5.1.4.1.1.200.1",
            "1.2.840.10008.5.1.4.1.1.200.3",
            "1.2.840.10008.5.1.4.1.1.200.4",
            "1.2.840.10008.5.1.4.1.1.200.5",
            "1.2.840.10008.5.1.4.1.1.200.6",
            "1.2.840.10008.5.1.4.1.1.200.7",
            "1.2.840.10008.5.1.4.1.1.201.1",
            "1.2.840.10008.5.1.4.1.1.201.2",
            "1.2.840.10008.5.1.4.1.1.201.3",
            "1.2.840.10008.5.1.4.1.1.201.4",
            "1.2.840.10008.5.1.4.1.1.201.5",
            "1.2.840.10008.5.1.4.1.1.201.6");

    private final Set<String> restricted;

    /** @param restricted the only UIDs that are taken; empty for all */
    StorageClasses(List<String> restricted) {
        this.restricted = Set.copyOf(restricted);
    }

    boolean accepts(String abstractSyntax) {
        return restricted.isEmpty() ? isStorage(abstractSyntax) : restricted.contains(abstractSyntax);
    }

    /** True for a class that is one and is not stored; what is no UID has its own answer. */
    boolean refuses(@Nullable String sopClass) {
        return sopClass != null && Uids.isValid(sopClass) && !accepts(sopClass);
    }

    static boolean isStorage(String abstractSyntax) {
        if (!abstractSyntax.startsWith(DICOM_ROOT)) {
            return true;
        }
        return OUTSIDE_ROOT.contains(abstractSyntax)
                || (abstractSyntax.startsWith(STORAGE_ROOT) && !NO_STORAGE.contains(abstractSyntax));
    }
}
