package org.vigie.ingest.dicom;

import org.vigie.ingest.DicomConfig;
import org.vigie.mr.dicom.ParserLimits;

/** From configuration to the reader of headers. */
public final class ReadingLimits {
    private ReadingLimits() {}

    public static ParserLimits of(DicomConfig.Limits config) {
        return new ParserLimits(
                config.depth(), config.elements(), config.valueBytes(), config.headerBytes(), config.inflatedBytes());
    }
}
