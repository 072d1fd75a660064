package org.vigie.staging.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.PatientAssessed.Clause;
import org.vigie.contract.clinical.PatientAssessed.Explained;
import org.vigie.contract.clinical.PatientAssessed.Localised;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.contract.clinical.PatientAssessed.PartOutcome;
import org.vigie.contract.clinical.PatientAssessed.UsedThreshold;

/**
 * An assessment as its event and as its row. The event is what {@link org.vigie.contract.Json} writes, byte for byte; of
 * the row, sentences, thresholds and titles are kept once for all patients ({@link RowTexts}): they are four fifths of it.
 */
final class AssessedWriter {
    private final RowTexts texts;
    private final JsonBytes out = new JsonBytes();
    private final List<Mark> marks = new ArrayList<>();

    AssessedWriter(KeyValueStore<String, byte[]> rows) {
        this.texts = new RowTexts(rows, rows);
    }

    /** Where the event has a piece of which the row has only the name. */
    private record Mark(int from, int to, RowTexts.Piece piece) {}

    @SuppressWarnings("ArrayRecordComponent") // two forms of one thing, compared by nobody
    record Written(byte[] event, byte[] row) {}

    private record Sentence(
            String text,
            String verdict,
            @Nullable String thresholdSource,
            @Nullable String id,
            @Nullable String textFr) {}

    private record Titled(String section, Localised title) {}

    RowTexts texts() {
        return texts;
    }

    Written write(PatientAssessed a) {
        out.clear();
        marks.clear();
        out.raw("{\"assessmentId\":").string(a.assessmentId());
        out.member(",\"supersedes\":", a.supersedes());
        out.raw(",\"patientKey\":").string(a.patientKey());
        out.raw(",\"ruleId\":").string(a.ruleId());
        out.raw(",\"ruleVersion\":").string(a.ruleVersion());
        out.raw(",\"thresholdSetId\":").string(a.thresholdSetId());
        out.member(",\"courseId\":", a.courseId());
        out.member(",\"lesionTrackingUid\":", a.lesionTrackingUid());
        out.member(",\"timePoint\":", a.timePoint());
        out.member(",\"dayOfCourse\":", a.dayOfCourse());
        out.member(",\"studyUid\":", a.studyUid());
        out.member(",\"revision\":", a.revision());
        out.member(",\"baselineStudyUid\":", a.baselineStudyUid());
        out.raw(",\"outcome\":").string(a.outcome());
        out.member(",\"value\":", a.value());
        out.member(",\"unit\":", a.unit());
        out.member(",\"ci95Low\":", a.ci95Low());
        out.member(",\"ci95High\":", a.ci95High());
        strings(",\"gateFailures\":[", a.gateFailures());
        strings(",\"flags\":[", a.flags());
        reasons(",\"reasons\":[", a.reasons());
        inputs(",\"inputsUsed\":[", a.inputsUsed());
        out.raw(",\"clauses\":[");
        String comma = "";
        for (Clause clause : a.clauses()) {
            out.raw(comma);
            comma = ",";
            clause(clause);
        }
        out.raw("]");
        strings(",\"inputEventIds\":[", a.inputEventIds());
        out.raw(",\"softwareVersion\":").string(a.softwareVersion());
        out.raw(",\"computedAt\":").string(a.computedAt().toString());
        if (a.explained() != null) {
            explained(a.explained());
        }
        out.raw("}");
        return new Written(out.copy(0, out.size()), row());
    }

    private byte[] row() {
        int length = out.size();
        for (Mark mark : marks) {
            length -= mark.to() - mark.from() - mark.piece().name().length;
        }
        byte[] row = new byte[length];
        int read = 0;
        int at = 0;
        for (Mark mark : marks) {
            out.copyTo(row, at, read, mark.from());
            at += mark.from() - read;
            System.arraycopy(mark.piece().name(), 0, row, at, mark.piece().name().length);
            at += mark.piece().name().length;
            read = mark.to();
        }
        out.copyTo(row, at, read, out.size());
        return row;
    }

    private void shared(RowTexts.Piece piece) {
        int from = out.size();
        out.raw(piece.json());
        if (piece.isNamed()) {
            marks.add(new Mark(from, out.size(), piece));
        }
    }

    private void clause(Clause clause) {
        Sentence sentence =
                new Sentence(clause.text(), clause.verdict(), clause.thresholdSource(), clause.id(), clause.textFr());
        RowTexts.Piece known = texts.known(sentence);
        shared(known == null ? texts.keep(sentence, json(sentence)) : known);
        if (clause.values() != null) {
            inputs(",\"values\":[", clause.values());
        }
        UsedThreshold threshold = clause.threshold();
        if (threshold != null) {
            RowTexts.Piece limit = texts.known(threshold);
            shared(limit == null ? texts.keep(threshold, json(threshold)) : limit);
        }
        out.raw("}");
    }

    private static byte[] json(Sentence sentence) {
        JsonBytes json = new JsonBytes();
        json.raw("{\"text\":").string(sentence.text());
        json.raw(",\"verdict\":").string(sentence.verdict());
        json.member(",\"thresholdSource\":", sentence.thresholdSource());
        json.member(",\"id\":", sentence.id());
        json.member(",\"textFr\":", sentence.textFr());
        return json.copy(0, json.size());
    }

    private static byte[] json(UsedThreshold threshold) {
        JsonBytes json = new JsonBytes();
        json.raw(",\"threshold\":{\"id\":").string(threshold.id());
        json.raw(",\"value\":").number(threshold.value());
        json.raw(",\"unit\":").string(threshold.unit());
        json.raw(",\"inclusive\":").string(threshold.inclusive());
        json.raw(",\"tag\":").string(threshold.tag());
        json.raw(",\"source\":").string(threshold.source()).raw("}");
        return json.copy(0, json.size());
    }

    private void explained(Explained explained) {
        Titled titled = new Titled(explained.section(), explained.title());
        RowTexts.Piece title = texts.known(titled);
        shared(title == null ? texts.keep(titled, json(titled)) : title);
        out.raw(",\"parts\":[");
        String comma = "";
        for (PartOutcome part : explained.parts()) {
            out.raw(comma).raw("{\"id\":").string(part.id());
            out.raw(",\"outcome\":").string(part.outcome());
            reasons(",\"reasons\":[", part.reasons());
            out.raw("}");
            comma = ",";
        }
        out.raw("]");
        inputs(",\"values\":[", explained.values());
        strings(",\"lacking\":[", explained.lacking());
        out.raw(",\"notes\":[");
        comma = "";
        for (Localised note : explained.notes()) {
            out.raw(comma);
            RowTexts.Piece known = texts.known(note);
            shared(known == null ? texts.keep(note, json(note)) : known);
            comma = ",";
        }
        out.raw("]}");
    }

    private static byte[] json(Titled titled) {
        JsonBytes json = new JsonBytes();
        json.raw(",\"explained\":{\"section\":").string(titled.section());
        json.raw(",\"title\":").raw(json(titled.title()));
        return json.copy(0, json.size());
    }

    private static byte[] json(Localised text) {
        JsonBytes json = new JsonBytes();
        json.raw("{\"en\":").string(text.en());
        json.raw(",\"fr\":").string(text.fr()).raw("}");
        return json.copy(0, json.size());
    }

    private void inputs(String name, List<NamedInput> inputs) {
        out.raw(name);
        String comma = "{\"name\":";
        for (NamedInput input : inputs) {
            out.raw(comma).string(input.name());
            out.raw(",\"value\":").string(input.value());
            out.member(",\"unit\":", input.unit());
            out.member(",\"source\":", input.source());
            out.raw("}");
            comma = ",{\"name\":";
        }
        out.raw("]");
    }

    private void reasons(String name, List<Reason> reasons) {
        out.raw(name);
        String comma = "";
        for (Reason reason : reasons) {
            out.raw(comma).string(Objects.toString(reason));
            comma = ",";
        }
        out.raw("]");
    }

    private void strings(String name, List<String> texts) {
        out.raw(name);
        String comma = "";
        for (String text : texts) {
            out.raw(comma).string(text);
            comma = ",";
        }
        out.raw("]");
    }
}
