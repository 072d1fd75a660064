package org.vigie.notify.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Json;
import org.vigie.notify.domain.Language;

class RuleViewTest {
    private static final String ANSWER = """
            {"outcome":"indeterminate","thresholdSetId":"77ec6271e56e1a5ce68e1e9224801887b49a1d4389eebe90f12324591af6b000",
             "flags":["unvalidated-roi"],
             "reasons":[{"code":"UNIT_UNKNOWN","argument":"b2m"},"MISSING_INPUT(del17p)"],
             "clauses":[{"text":"stage ISS III","textFr":"stade ISS III","verdict":"unknown"},
                        {"text":"a","textFr":"b","verdict":"false"}]}""";

    private static final String R2_ISS = """
            {"id":"R2-ISS","inputs":[{"name":"b2m","label":{"en":"b2-microglobulin","fr":"β2-microglobuline"}}]}""";

    private static final String RULE = """
            {"id":"NAC-ADC","inputs":[{"name":"A0","kind":"number","unit":"mm2/s","min":0.00001,"max":0.0035}]}""";

    @Test
    void answersInTheReadersLanguageAndWithoutCodes() throws JsonProcessingException {
        RuleView.Tried tried = new RuleView(new Texts(), Language.FR)
                .tried(Json.mapper().readTree(ANSWER), Json.mapper().readTree(R2_ISS));

        assertThat(tried.outcome()).isEqualTo("indéterminé");
        assertThat(tried.known()).isFalse();
        assertThat(tried.reasons())
                .containsExactly(
                        "l'unité n'est pas connue (β2-microglobuline)", "une donnée nécessaire manque (del17p)");
        assertThat(tried.flags()).containsExactly("contour non validé par un radiologue");
        assertThat(tried.clauses()).extracting(RuleView.Clause::word).containsExactly("inconnu", "faux");
        assertThat(tried.clauses()).extracting(RuleView.Clause::verdict).containsExactly("unknown", "false");
        assertThat(tried.shortSet()).isEqualTo("77ec6271e56e");
    }

    @Test
    void writesSmallLimitsAsDecimals() throws JsonProcessingException {
        assertThat(new RuleView(new Texts(), Language.EN)
                        .page(Json.mapper().readTree(RULE))
                        .inputs()
                        .getFirst()
                        .range())
                .isEqualTo("0.00001 – 0.0035");
    }
}
