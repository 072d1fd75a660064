package org.vigie.staging.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vigie.contract.Json;
import org.vigie.staging.StoreConfig;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectStore;

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

    private final ObjectStore store;

    ReportStore(StoreConfig config) throws IOException {
        this.store = new FileObjectStore(config.dir());
    }

    /** Durable when this returns; the same run again replaces its report. */
    public synchronized void save(String runId, byte[] report) {
        try {
            store.bind(name(runId), store.put(WRITER, report));
            List<String> runs = new ArrayList<>(runs());
            if (!runs.contains(runId)) {
                runs.add(runId);
                store.bind(
                        INDEX,
                        store.put(WRITER, Json.bytes(runs.subList(Math.max(0, runs.size() - MOST_RUNS), runs.size()))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
