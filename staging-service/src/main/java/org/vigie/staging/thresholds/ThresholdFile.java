package org.vigie.staging.thresholds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.logic.Units;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;
import org.vigie.staging.thresholds.ThresholdVersion.Entry;

/**
 * Reads one version of a threshold set from YAML: a list of thresholds, or a mapping {@code author, approver, reason,
 * effective-from, thresholds} whose first four hold for every threshold that does not say otherwise. A fault does not end
 * the reading: all of them are collected.
 */
public final class ThresholdFile {
    private static final Set<String> TAGS = Set.of("C", "S", "U", "P");
    private static final Set<String> OTHER_UNITS = Set.of("s/mm2", "h", "1");
    private static final LocalDate BEGINNING = LocalDate.EPOCH;

    private final String file;
    private final List<String> faults;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private @Nullable LocalDate effectiveFrom;

    private ThresholdFile(String file, List<String> faults) {
        this.file = file;
        this.faults = faults;
    }

    /** The set of that name as shipped and in force. */
    public static ThresholdSet named(String name) {
        return ThresholdRegistry.shipped().inForce(name);
    }

    /** What one file says. */
    record Content(Map<String, Entry> entries, LocalDate effectiveFrom, String sha256) {
        ThresholdSet asSet() {
            Map<String, Threshold> byId = new LinkedHashMap<>();
            entries.forEach((id, entry) -> byId.put(id, entry.threshold()));
            return new ThresholdSet(sha256, byId);
        }
    }

    /** @param faults every fault is added, with the file and the threshold it is in */
    static Content read(String file, byte[] yaml, List<String> faults) {
        ThresholdFile reading = new ThresholdFile(file, faults);
        try {
            JsonNode root = new YAMLMapper().readTree(yaml);
            JsonNode list = root.isObject() ? root.path("thresholds") : root;
            if (!list.isArray()) {
                reading.fault("a list of thresholds expected");
            }
            for (JsonNode node : list) {
                reading.entry(root, node);
            }
        } catch (IOException e) {
            reading.fault("not YAML");
        }
        return new Content(
                reading.entries, reading.effectiveFrom == null ? BEGINNING : reading.effectiveFrom, sha256(yaml));
    }

    private void entry(JsonNode root, JsonNode node) {
        String id = text(node, "id", "an entry");
        if (id == null) {
            return;
        }
        JsonNode value = node.path("value");
        if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
            fault("'" + id + "' has no number as value");
        }
        String tag = text(node, "tag", "'" + id + "'");
        if (tag != null && !TAGS.contains(tag)) {
            fault("'" + id + "': tag " + tag + " is none of C, S, U, P");
        }
        String unit = text(node, "unit", "'" + id + "'");
        if (unit != null && !Units.isKnown(unit) && !OTHER_UNITS.contains(unit)) {
            fault("'" + id + "': unit " + unit + " is not known");
        }
        String inclusive = text(node, "inclusive", "'" + id + "'");
        String source = text(node, "source", "'" + id + "'");
        String author = said(root, node, "author");
        String approver = said(root, node, "approver");
        if (approver != null && !Person.isNamed(approver)) {
            fault("'" + id + "': the approver must be a person's name or user id, not '" + approver.strip() + "'");
        }
        if (author != null && approver != null && Person.same(author, approver)) {
            fault("'" + id + "': the approver must be another person than the author");
        }
        String reason = said(root, node, "reason");
        String from = said(root, node, "effective-from");
        if (root.isObject()) {
            required(id, "author", author);
            required(id, "reason", reason);
            required(id, "effective-from", from);
        }
        date(id, from);
        JsonNode previous = node.path("previous");
        Entry entry = new Entry(
                new Threshold(id, value.asDouble(), or(unit), or(inclusive), or(tag), or(source)),
                author == null ? "Vigie" : author,
                approver,
                reason == null ? "first version" : reason,
                from == null ? BEGINNING.toString() : from,
                previous.isNumber() ? Double.valueOf(previous.asDouble()) : null);
        if (entries.put(id, entry) != null) {
            fault("'" + id + "' stands twice");
        }
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    private void required(String id, String field, @Nullable String value) {
        if (value == null) {
            fault("'" + id + "' has no " + field);
        }
    }

    private void date(String id, @Nullable String from) {
        if (from == null) {
            return;
        }
        try {
            LocalDate date = LocalDate.parse(from);
            if (effectiveFrom == null || date.isAfter(effectiveFrom)) {
                effectiveFrom = date;
            }
        } catch (DateTimeException e) {
            fault("'" + id + "': effective-from is not a date");
        }
    }

    /** Said of this threshold, or of the whole file. */
    private static @Nullable String said(JsonNode root, JsonNode node, String field) {
        JsonNode own = node.path(field);
        JsonNode value = own.isMissingNode() && root.isObject() ? root.path(field) : own;
        return value.isMissingNode() || value.isNull() || value.asText().isBlank() ? null : value.asText();
    }

    private @Nullable String text(JsonNode node, String field, String of) {
        JsonNode value = node.get(field);
        if (value == null || value.asText().isBlank()) {
            fault(of + " without '" + field + "'");
            return null;
        }
        return value.asText();
    }

    private void fault(String what) {
        faults.add("thresholds " + file + ": " + what);
    }

    static String sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static List<String> noFaults() {
        return new ArrayList<>();
    }
}
