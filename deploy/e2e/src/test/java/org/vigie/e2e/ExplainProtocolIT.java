package org.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged command, as a person types it: the phantom's b-values came as five series. */
class ExplainProtocolIT {
    @Test
    void saysWhichSeriesMakeTheDiffusionOfAFolder() throws IOException, InterruptedException {
        String said = Shell.run(
                Map.of(),
                Required.root().resolve("deploy/vigie"),
                "explain-protocol",
                Required.data("S01_mrbias_diffusion_session1"));

        for (String series : new String[] {
            "3001   TRACEW      25 images on  25 slices 128x128   b [0.0]",
            "3002   TRACEW      25 images on  25 slices 128x128   b [500.0]",
            "3003   TRACEW      25 images on  25 slices 128x128   b [1000.0]",
            "3004   TRACEW      25 images on  25 slices 128x128   b [1500.0]",
            "3005   TRACEW      25 images on  25 slices 128x128   b [2000.0]"
        }) {
            assertThat(said).contains(series);
        }
        assertThat(said)
                .contains("set: b [0.0, 500.0, 1000.0, 1500.0, 2000.0] on 25 slices")
                .contains("ready, 60 s after the last image")
                .contains("9 files are no DICOM");
    }
}
