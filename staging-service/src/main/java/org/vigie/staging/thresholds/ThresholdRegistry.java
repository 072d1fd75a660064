package org.vigie.staging.thresholds;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;
import org.vigie.staging.thresholds.ThresholdVersion.Entry;

/**
 * Every version of every threshold set: those in the repository ({@code thresholds/NAME-N.yaml}, whole sets) and after
 * them those of the site ({@code NAME-site-N.yaml} in a folder of its own, only what it changes). Append-only: a version
 * that was in force stays readable by its id, and a new one must say which values it replaces.
 */
public final class ThresholdRegistry {
    /** Sets and the thresholds among theirs that an alert depends on. */
    private static final Map<String, Set<String>> SETS = Map.of(
            "nac-adc", Set.of("rc"),
            "breast", Set.of("ftv-concordance"),
            "ablation", Set.of(),
            "myeloma", Set.of());

    private final List<ThresholdVersion> versions;

    private ThresholdRegistry(List<ThresholdVersion> versions) {
        this.versions = List.copyOf(versions);
    }

    /** What the repository ships, without a site's own. */
    public static ThresholdRegistry shipped() {
        return load(null);
    }

    /**
     * @param siteFolder null or a folder that need not exist
     * @throws IllegalArgumentException naming every fault of every file
     */
    public static ThresholdRegistry load(@Nullable Path siteFolder) {
        List<String> faults = ThresholdFile.noFaults();
        List<ThresholdVersion> versions = new ArrayList<>();
        for (String name : SETS.keySet().stream().sorted().toList()) {
            ThresholdVersion last = null;
            for (int n = 1; n == 1 || last != null; n++) {
                byte[] yaml = resource("/thresholds/" + name + "-" + n + ".yaml");
                if (yaml == null) {
                    break;
                }
                last = version(name, n, name + "-" + n + ".yaml", yaml, last, faults);
                versions.add(last);
            }
            for (int n = 1; last != null && siteFolder != null; n++) {
                Path file = siteFolder.resolve(name + "-site-" + n + ".yaml");
                if (!Files.exists(file)) {
                    break;
                }
                last = site(file, last, faults);
                versions.add(last);
            }
        }
        if (siteFolder != null) {
            strangers(siteFolder, versions, faults);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return new ThresholdRegistry(versions);
    }

    private static ThresholdVersion version(
            String name, int n, String file, byte[] yaml, @Nullable ThresholdVersion last, List<String> faults) {
        ThresholdFile.Content content = ThresholdFile.read(file, yaml, faults);
        if (last != null) {
            for (Entry before : last.entries()) {
                Entry now = content.entries().get(before.threshold().id());
                if (now == null) {
                    faults.add("thresholds " + file + ": '" + before.threshold().id() + "' is gone; sets only grow");
                } else {
                    changed(file, before, now, faults);
                }
            }
        }
        List<Entry> entries = List.copyOf(content.entries().values());
        approved(name, file, entries, faults);
        return new ThresholdVersion(name, n, file, content.asSet(), content.effectiveFrom(), entries);
    }

    private static ThresholdVersion site(Path path, ThresholdVersion last, List<String> faults) {
        String file = String.valueOf(path.getFileName());
        byte[] yaml = bytes(path);
        ThresholdFile.Content content = ThresholdFile.read(file, yaml, faults);
        Map<String, Entry> merged = new LinkedHashMap<>();
        last.entries().forEach(entry -> merged.put(entry.threshold().id(), entry));
        content.entries().forEach((id, now) -> {
            Entry before = merged.get(id);
            if (before == null) {
                faults.add("thresholds " + file + ": set " + last.name() + " has no threshold '" + id + "'");
                return;
            }
            changed(file, before, now, faults);
            if (now.approver() == null) {
                faults.add("thresholds " + file + ": '" + id + "' has no approver");
            }
            merged.put(id, now);
        });
        List<Entry> entries = List.copyOf(merged.values());
        approved(last.name(), file, entries, faults);
        Map<String, Threshold> byId = new LinkedHashMap<>();
        entries.forEach(entry -> byId.put(entry.threshold().id(), entry.threshold()));
        String id = ThresholdFile.sha256(last.set().id().getBytes(StandardCharsets.US_ASCII), yaml);
        return new ThresholdVersion(
                last.name(), last.version() + 1, file, new ThresholdSet(id, byId), content.effectiveFrom(), entries);
    }

    private static void changed(String file, Entry before, Entry now, List<String> faults) {
        Threshold old = before.threshold();
        Threshold next = now.threshold();
        if (!old.unit().equals(next.unit())) {
            faults.add("thresholds " + file + ": '" + old.id() + "' must stay in " + old.unit());
        }
        if (!old.inclusive().equals(next.inclusive())) {
            faults.add("thresholds " + file + ": '" + old.id() + "' must stay inclusive " + old.inclusive()
                    + ": another side is another rule");
        }
        if (old.value() * next.value() < 0) {
            faults.add("thresholds " + file + ": '" + old.id() + "' must keep its sign");
        }
        if (old.unit().equals("d") && next.value() != Math.rint(next.value())) {
            faults.add("thresholds " + file + ": '" + old.id() + "' must be a whole number of days");
        }
        if (old.value() != next.value() && !Objects.equals(now.previous(), old.value())) {
            faults.add("thresholds " + file + ": '" + old.id() + "' must name its previous value " + old.value());
        }
    }

    /** What nobody has confirmed must be signed before an alert depends on it (clinical rules 10.2). */
    private static void approved(String name, String file, List<Entry> entries, List<String> faults) {
        boolean first = file.equals("nac-adc-1.yaml");
        for (Entry entry : entries) {
            boolean alerts = Objects.requireNonNull(SETS.get(name))
                    .contains(entry.threshold().id());
            if (alerts && entry.threshold().tag().equals("U") && entry.approver() == null && !first) {
                faults.add("thresholds " + file + ": '" + entry.threshold().id()
                        + "' is unconfirmed [U], an alert depends on it and nobody has approved it");
            }
        }
    }

    /** A misspelt file name would be a change that nobody sees is missing. */
    private static void strangers(Path folder, List<ThresholdVersion> versions, List<String> faults) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<String> read = versions.stream().map(ThresholdVersion::file).toList();
        try (var files = Files.list(folder)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> !file.startsWith(".") && !read.contains(file))
                    .sorted()
                    .forEach(file -> faults.add("thresholds " + file
                            + ": is not the next file of a set (NAME-site-N.yaml, N from 1 without gaps)"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte @Nullable [] resource(String name) {
        try (InputStream in = ThresholdRegistry.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets in force today by name. */
    public Map<String, ThresholdSet> inForce() {
        return inForce(LocalDate.now(ZoneOffset.UTC));
    }

    /** Sets in force on a day by name: the latest version whose day had come, the first one always. */
    public Map<String, ThresholdSet> inForce(LocalDate day) {
        Map<String, ThresholdSet> sets = new LinkedHashMap<>();
        for (ThresholdVersion version : versions) {
            if (version.version() == 1 || !version.effectiveFrom().isAfter(day)) {
                sets.put(version.name(), version.set());
            }
        }
        return sets;
    }

    /** The set of that name in force today. */
    public ThresholdSet inForce(String name) {
        return Objects.requireNonNull(inForce().get(name), name);
    }

    /** A version by the id that results carry, whether in force or not. */
    public Optional<ThresholdVersion> byId(String thresholdSetId) {
        return versions.stream()
                .filter(version -> version.set().id().equals(thresholdSetId))
                .findFirst();
    }

    /** All versions, by set and number. */
    public List<ThresholdVersion> versions() {
        return versions;
    }
}
