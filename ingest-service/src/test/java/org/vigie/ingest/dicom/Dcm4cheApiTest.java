package org.vigie.ingest.dicom;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.vigie.dcm4che.Dcm4cheApiCheck;

class Dcm4cheApiTest {
    @Test
    void usesOnlyWhatTheOriginalHas() throws IOException {
        Dcm4cheApiCheck.verifyThisModule();
    }
}
