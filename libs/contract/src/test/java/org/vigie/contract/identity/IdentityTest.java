package org.vigie.contract.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.Resources;

class IdentityTest {
    private final JsonNode vectors = Resources.json("/vectors/patient-key.json");
    private final SiteSecret secret =
            new SiteSecret(HexFormat.of().parseHex(vectors.get("secret").asText()));

    @Test
    void patientKeysAgreeWithAnotherHmac() {
        for (JsonNode row : vectors.get("keys")) {
            String id = row.get("patientId").asText();
            assertThat(PatientIds.normalise(id))
                    .as(row.get("why").asText())
                    .isEqualTo(row.get("normalised").asText());
            assertThat(secret.patientKey(row.get("issuer").asText(), id))
                    .as(row.get("why").asText())
                    .isEqualTo(row.get("patientKey").asText());
        }
        assertThat(vectors.get("keys")).hasSize(11);
    }

    @Test
    void everySpellingOfAnIssuerHasOneCanonicalForm() {
        JsonNode rows = vectors.get("issuers");
        Map<String, String> table = new HashMap<>();
        rows.get("table")
                .properties()
                .forEach(e -> table.put(e.getKey(), e.getValue().asText()));
        Issuers issuers = new Issuers(rows.get("default").asText(), table);

        for (JsonNode row : rows.get("cases")) {
            assertThat(issuers.canonical(
                            row.path("stated").asText(null), row.path("sender").asText(null)))
                    .as(row.toString())
                    .isEqualTo(row.get("canonical").asText());
        }
        assertThat(rows.get("cases")).hasSize(10);
    }

    @Test
    void opensWhatAnotherAesGcmSealed() {
        JsonNode row = vectors.get("sealed");

        PatientIdentity identity = secret.open(
                row.get("patientKey").asText(), row.get("sealedIdentity").asText());

        assertThat(Json.mapper().<JsonNode>valueToTree(identity)).isEqualTo(row.get("identity"));
        assertThat(identity).hasToString("PatientIdentity[hidden]");
    }

    @Test
    void opensWhatItSealedAndSealsDifferentlyEachTime() {
        PatientIdentity identity = new PatientIdentity("LOCAL", "PHANTOM-1", null, null, null);
        String key = secret.patientKey("LOCAL", "PHANTOM-1");

        String sealed = secret.seal(key, identity);

        assertThat(secret.open(key, sealed)).isEqualTo(identity);
        assertThat(secret.seal(key, identity)).isNotEqualTo(sealed);
        assertThatThrownBy(() -> secret.open(secret.patientKey("LOCAL", "PHANTOM-2"), sealed))
                .isInstanceOf(MalformedEventException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not Base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void refusesWhatNobodySealed(String sealed) {
        assertThatThrownBy(() -> secret.open("key", sealed)).isInstanceOf(MalformedEventException.class);
    }

    @Test
    void refusesEmptyIdentifiersAndShortSecrets() {
        assertThatThrownBy(() -> secret.patientKey("LOCAL", " \t ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> secret.patientKey("", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SiteSecret(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Issuers(" ", Map.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
