package org.vigie.staging.intake;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.staging.messaging.LinkedPatients;

class KnownLinksTest {
    private final SiteSecret secret = new SiteSecret(HexFormat.of().parseHex("42".repeat(32)));
    private final KnownLinks links = new KnownLinks(new LinkedPatients("127.0.0.1:1"), secret);

    @Test
    void untilTheIdentityTopicIsReadNobodyIsTakenForUnknown() {
        assertThatIllegalStateException().isThrownBy(() -> links.check("key", born("1970-01-02")));
        assertThatIllegalStateException().isThrownBy(() -> links.isKnown("key"));
        assertThatCode(() -> links.check("key", StatedPatient.of("P1", "LOCAL")))
                .doesNotThrowAnyException();
    }

    private static StatedPatient born(String date) {
        return new StatedPatient(
                List.of(new StatedPatient.Id("P1", "LOCAL")), null, null, ClinicalTime.parse(date), null);
    }
}
