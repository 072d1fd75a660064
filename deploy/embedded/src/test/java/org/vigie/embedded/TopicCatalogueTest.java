package org.vigie.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Topics;

class TopicCatalogueTest {
    private static final Set<String> SERVICES = Set.of("ingest", "diffusion", "staging", "notify");

    private final TopicCatalogue catalogue = TopicCatalogue.load();

    @Test
    void listsTheTopicsOfTheContractInTheOrderDataFlows() {
        assertThat(catalogue.topics()).extracting(TopicCatalogue.Topic::name).containsExactlyElementsOf(Topics.all());
    }

    @Test
    void givesEveryReaderOfATopicTheDeadLettersTheContractNames() {
        for (TopicCatalogue.Topic topic : catalogue.topics()) {
            assertThat(topic.deadLetterNames())
                    .containsExactlyElementsOf(topic.readers().stream()
                            .map(reader -> Topics.deadLetters(topic.name(), reader))
                            .toList());
        }
    }

    @Test
    void namesOnlyOurServicesAndOneWriterPerTopicExceptIdentity() {
        for (TopicCatalogue.Topic topic : catalogue.topics()) {
            assertThat(SERVICES).containsAll(topic.writers()).containsAll(topic.readers());
            assertThat(topic.writers()).hasSize(topic.name().equals(Topics.PATIENT_LINKED) ? 2 : 1);
        }
    }

    @Test
    void flushesEveryMessageOfTheTopicsThatMayLoseNothing() {
        Set<String> flushed = new HashSet<>();
        catalogue.newTopics(1).forEach((name, topic) -> {
            if ("1".equals(topic.configs().get("flush.messages"))) {
                flushed.add(name);
            }
        });
        assertThat(flushed)
                .containsExactlyInAnyOrder(
                        Topics.INSTANCE_STORED,
                        Topics.STUDY_READY,
                        Topics.STUDY_MEASURED,
                        Topics.FACT_RECORDED,
                        Topics.ALERT_RAISED);
    }

    @Test
    void keepsFactsForEverAndCompactsIdentity() {
        assertThat(config(Topics.FACT_RECORDED)).containsEntry("retention.ms", "-1");
        assertThat(config(Topics.PATIENT_LINKED)).containsEntry("cleanup.policy", "compact");
        assertThat(config(Topics.STUDY_READY)).containsEntry("retention.ms", "7776000000");
    }

    @Test
    void rejectsARetentionItCannotRead() {
        assertThatThrownBy(() ->
                        new TopicCatalogue.Topic("a.b.v1", 1, "90 days", false, List.of("ingest"), List.of("notify")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("retention");
    }

    private Map<String, String> config(String topic) {
        return Objects.requireNonNull(catalogue.newTopics(1).get(topic)).configs();
    }
}
