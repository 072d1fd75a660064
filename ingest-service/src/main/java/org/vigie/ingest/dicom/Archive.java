package org.vigie.ingest.dicom;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** A place that keeps earlier studies. */
public interface Archive extends AutoCloseable {
    /** Opens the archive for one request. */
    @FunctionalInterface
    interface Source {
        /** @throws IOException if it cannot be called, as without readable stores for TLS */
        Archive open() throws IOException;
    }

    /**
     * Which studies.
     *
     * @param patientId as the archive knows it; never printed
     * @param limit at most so many are wanted
     */
    record Query(String patientId, LocalDate from, LocalDate to, String modality, int limit) {
        @Override
        public String toString() {
            return "Query[hidden]";
        }
    }

    /**
     * What one study came to.
     *
     * @param stored durable, or known before
     * @param refused not readable, or of another patient
     */
    record Fetched(int stored, int refused) {}

    /** The archive refused, or its answer is none. */
    final class ArchiveException extends IOException {
        private static final long serialVersionUID = 1L;

        /** @param rule what failed, without identifiers of a patient */
        public ArchiveException(String rule) {
            super(rule);
        }
    }

    /** Study Instance UIDs, the latest study first. */
    List<String> find(Query query) throws IOException, InterruptedException;

    /** Fetches a study of one patient; objects of another patient are quarantined. */
    Fetched fetch(String studyUid, String patientKey) throws IOException, InterruptedException;

    /** Breaks off what is under way, whichever thread that is, without interrupting it; may be called again. */
    @Override
    void close();
}
