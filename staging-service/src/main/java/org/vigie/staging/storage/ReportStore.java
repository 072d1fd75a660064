package org.vigie.staging.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.store.ObjectStore;
import org.vigie.store.OpenedStore;
import org.vigie.store.StoreSettings;

/**
 * Keeps reports by run id, and the order of runs. A report is some megabytes at most, too large for the broker and of no
 * interest to any other service, so it lies in the object store, where a restart finds it.
 */
@ApplicationScoped
public class ReportStore {
    private static final String WRITER = "staging";
    private static final String INDEX = "reprocess/index";
    private static final Pattern RUN = Pattern.compile("[0-9a-f-]{36}");
    private static final int MOST_RUNS = 1_000;

    private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(2);

    private final OpenedStore opened;
    private final ObjectStore store;

    ReportStore(Config config) throws IOException {
        this.opened = OpenedStore.open(StoreSettings.read(key -> config.getOptionalValue(key, String.class))
                .orThrow());
        this.store = opened.store();
    }

    /** Opened now, and not with the first report: a wrong bucket must stop the start. */
    void start(@Observes StartupEvent event) {
        opened.state();
    }

    @PreDestroy
    void close() {
        opened.close();
    }

    /** Durable when this returns; the same run again replaces its report. */
    public synchronized void save(String runId, byte[] report) {
        try {
            keep(name(runId), report);
            List<String> runs = new ArrayList<>(runs());
            if (!runs.contains(runId)) {
                runs.add(runId);
                keep(INDEX, Json.bytes(runs.subList(Math.max(0, runs.size() - MOST_RUNS), runs.size())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(String name, byte[] json) throws IOException {
        ObjectRef ref = store.put(WRITER, json);
        store.awaitShared(List.of(ref), UPLOAD_PATIENCE);
        store.bind(name, ref);
    }

    public Optional<byte[]> find(String runId) {
        return RUN.matcher(runId).matches() ? read(name(runId)) : Optional.empty();
    }

    /** Ids of the last runs, oldest first. */
    public List<String> runs() {
        return read(INDEX).map(ReportStore::ids).orElse(List.of());
    }

    private static List<String> ids(byte[] json) {
        try {
            return Json.mapper().readValue(json, new TypeReference<List<String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<byte[]> read(String name) {
        try {
            var ref = store.resolve(name);
            return ref.isPresent() ? Optional.of(store.read(ref.get())) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(String runId) {
        return "reprocess/" + runId;
    }
}
