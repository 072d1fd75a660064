package org.vigie.ingest;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The C-MOVE of ours that is under way: what it brings comes to the DICOM port as from any sender. */
public final class Moves {
    private volatile @Nullable Moving moving;

    /**
     * @param patientKey whose objects it may bring
     * @param refused objects of other patients so far
     */
    public record Moving(String patientKey, AtomicInteger refused) {}

    /** To be followed by {@link #end}. */
    public Moving begin(String patientKey) {
        Moving begun = new Moving(patientKey, new AtomicInteger());
        moving = begun;
        return begun;
    }

    public void end() {
        moving = null;
    }

    /** Empty if none is under way. */
    public Optional<Moving> current() {
        return Optional.ofNullable(moving);
    }
}
