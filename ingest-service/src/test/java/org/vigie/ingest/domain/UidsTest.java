package org.vigie.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UidsTest {
    @Test
    void takesUidsAndNothingThatCouldBeAPath() {
        assertThat(Uids.isValid("1.2.840.10008.5.1.4.1.1.4")).isTrue();
        assertThat(Uids.isValid("1.2." + "3".repeat(60))).isTrue();
        assertThat(Uids.isValid("1.2." + "3".repeat(61))).isFalse();
        assertThat(Uids.isValid("../../etc/passwd")).isFalse();
        assertThat(Uids.isValid("1.2/3")).isFalse();
        assertThat(Uids.isValid("1..2")).isFalse();
        assertThat(Uids.isValid("")).isFalse();
        assertThat(Uids.isValid(null)).isFalse();
    }
}
