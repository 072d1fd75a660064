package org.vigie.notify.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vigie.notify.domain.Language;

class CitationTest {
    @Test
    void saysInTheReadersWordsHowSureAThresholdIsAndLeavesTheReferenceAsItIs() {
        String source = "clinical rules 8.2; Greipp, J Clin Oncol 2005";

        assertThat(new Citation(new Texts(), Language.FR).of("C", source))
                .isEqualTo("confirmé · règles cliniques 8.2; Greipp, J Clin Oncol 2005");
        assertThat(new Citation(new Texts(), Language.EN).of("P", "clinical rules 2.3"))
                .isEqualTo("project policy · clinical rules 2.3");
        assertThat(new Citation(new Texts(), Language.FR).of("U", "")).isEqualTo("non confirmé");
    }

    @Test
    void readsWhatIsCitedAsOneText() {
        assertThat(new Citation(new Texts(), Language.FR).of("[P] clinical rules 2.2, 2.5; QIBA"))
                .isEqualTo("choix du projet · règles cliniques 2.2, 2.5; QIBA");
        assertThat(new Citation(new Texts(), Language.EN).of("")).isEmpty();
    }
}
