package org.vigie.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.ingest.domain.ProtocolRule;
import org.vigie.ingest.domain.ProtocolRule.HeaderTexts;
import org.vigie.ingest.domain.ProtocolRules;
import org.vigie.ingest.domain.ProtocolRules.Why;

class ProtocolsTest {
    private final ProtocolRules packaged = PackagedRules.with(Map.of());

    @Test
    void thePackagedRulesAreThoseOfTheDesign() {
        assertThat(packaged.all())
                .extracting(ProtocolRule::name, ProtocolRule::content)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("breast-dce", new ProtocolRule.Dynamic(1, 2)),
                        org.assertj.core.groups.Tuple.tuple("breast-dwi", new ProtocolRule.Diffusion(50, 600)),
                        org.assertj.core.groups.Tuple.tuple("dwi", new ProtocolRule.Diffusion(50, 400)),
                        org.assertj.core.groups.Tuple.tuple(
                                "wb-dwi", new ProtocolRule.WholeBodyDiffusion(50, 600, 0, 800, 500)));
    }

    @Test
    void bodyPartOrDescriptionNamesARule() {
        assertThat(packaged.named(new HeaderTexts("BREAST", List.of()))).containsExactly("breast-dce", "breast-dwi");
        assertThat(packaged.named(new HeaderTexts(null, List.of("IRM DES SEINS"))))
                .containsExactly("breast-dce", "breast-dwi");
        assertThat(packaged.named(new HeaderTexts("CHEST", List.of("MR Breast bilateral"))))
                .containsExactly("breast-dce", "breast-dwi");
        assertThat(packaged.named(new HeaderTexts(null, List.of("WB-DWI myeloma"))))
                .containsExactly("wb-dwi");
        assertThat(packaged.named(new HeaderTexts("LIVER", List.of("Dossier 12"))))
                .containsExactly("elsewhere");
        assertThat(packaged.named(new HeaderTexts(null, List.of("ep2d_diff")))).isEmpty();
    }

    @Test
    void aStudyIsHeldToTheMostParticularRuleOfDiffusion() {
        assertThat(names(Set.of("breast-dwi", "breast-dce", "elsewhere"), 0))
                .containsExactly("breast-dwi NAMED", "breast-dce NAMED");
        assertThat(names(Set.of(), 150)).containsExactly("breast-dwi UNSTATED", "breast-dce UNSTATED");
        assertThat(names(Set.of(), 900)).containsExactly("wb-dwi COVERAGE", "breast-dce UNSTATED");
        assertThat(names(Set.of("elsewhere"), 150)).containsExactly("dwi OTHERWISE");
    }

    @Test
    void everyFaultIsNamedWithItsKey() {
        assertThat(Protocols.faults(PackagedRules.config(Map.of(
                        "vigie.protocols.mine.kind", "dwi",
                        "vigie.protocols.breast-dwi.description", "(",
                        "vigie.protocols.breast-dce.post-contrast", "0",
                        "vigie.protocols.dwi.low-b", "500",
                        "vigie.protocols.Bad_Name.kind", "dwi"))))
                .containsExactly(
                        "vigie.protocols.Bad_Name: a name is lower-case letters, digits and hyphens, and not \"elsewhere\"",
                        "vigie.protocols.breast-dce: pre-contrast >= 0 and post-contrast >= 1 expected",
                        "vigie.protocols.breast-dwi.description: no regular expression: Unclosed group",
                        "vigie.protocols.dwi: 0 <= low-b < high-b <= 10000 s/mm2 expected",
                        "vigie.protocols.mine: nothing chooses it: body-parts, description, when-unstated or otherwise expected");
    }

    @Test
    void aRuleCanBeTurnedOff() {
        assertThat(PackagedRules.with(Map.of("vigie.protocols.breast-dce.enabled", "false"))
                        .all())
                .extracting(ProtocolRule::name)
                .containsExactly("breast-dwi", "dwi", "wb-dwi");
    }

    private List<String> names(Set<String> named, double millimetres) {
        return packaged.choose(named, millimetres).stream()
                .map(c -> c.rule().name() + " " + (c.why() == Why.NAMED ? "NAMED" : c.why()))
                .toList();
    }
}
