package org.vigie.notify.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.notify.storage.TimelineRows;

/**
 * What staging proposes and what readers have said, with dates and pictures of the studies concerned.
 *
 * @param known lesions to choose from
 */
record LesionView(List<Proposal> proposals, List<Word> readers, List<Known> known) {

    /** One region as people see it. */
    record Shown(String date, String label, String uid, long picture, boolean pictured, String line) {}

    record Known(String uid, String label) {}

    /** @param confidence 0 to 1 with two decimals, {@code stated} the same unrounded */
    record Proposal(
            String regionId,
            String studyUid,
            Shown region,
            Shown lesion,
            String lesionUid,
            String distance,
            String confidence,
            String stated,
            boolean sameFrame) {}

    record Word(String factId, String date, String lesion, String by, String at) {}

    /** @param answered region to leave out, as its answer is on the way */
    static LesionView read(TimelineRows rows, Presenter words, JsonNode found, @Nullable String answered) {
        List<Proposal> proposals = new ArrayList<>();
        Map<String, String> known = new TreeMap<>();
        for (JsonNode p : found.path("proposals")) {
            String uid = p.path("trackingUid").asText();
            Shown lesion = shown(rows, words, p.path("knownFromStudyUid").asText(), uid, null);
            known.put(uid, lesion.label());
            if (!p.path("regionId").asText().equals(answered)) {
                proposals.add(proposal(rows, words, p, lesion));
            }
        }
        List<Word> readers = new ArrayList<>();
        for (JsonNode w : found.path("readers")) {
            String uid = w.path("trackingUid").asText("");
            readers.add(new Word(
                    w.path("factId").asText(),
                    date(rows, words, w.path("studyUid").asText()),
                    uid.isEmpty() ? words.t("lesion_none") : uid,
                    w.path("by").asText(),
                    words.figures().dateTime(Instant.parse(w.path("at").asText()))));
        }
        return new LesionView(
                List.copyOf(proposals),
                List.copyOf(readers),
                known.entrySet().stream()
                        .map(e -> new Known(e.getKey(), e.getValue()))
                        .toList());
    }

    private static Proposal proposal(TimelineRows rows, Presenter words, JsonNode p, Shown lesion) {
        String study = p.path("studyUid").asText();
        double confidence = p.path("confidence").asDouble();
        return new Proposal(
                p.path("regionId").asText(),
                study,
                shown(
                        rows,
                        words,
                        study,
                        p.path("stated").asText(""),
                        p.path("label").asText()),
                lesion,
                p.path("trackingUid").asText(),
                words.figures().limit(Math.round(p.path("distanceMm").asDouble() * 10) / 10.0),
                words.figures().fraction(confidence),
                Double.toString(confidence),
                p.path("sameFrame").asBoolean());
    }

    private static String date(TimelineRows rows, Presenter words, String studyUid) {
        return words.day(rows.study(studyUid).map(m -> m.event().studyTime()).orElse(null));
    }

    /** @param label null where the UID is enough to find the region */
    private static Shown shown(
            TimelineRows rows, Presenter words, String studyUid, String uid, @Nullable String label) {
        Optional<TimelineRows.Measured> study = rows.study(studyUid);
        if (study.isPresent()) {
            List<LesionAdc> lesions = study.get().event().lesions();
            for (int i = 0; i < lesions.size(); i++) {
                LesionAdc lesion = lesions.get(i);
                String stated = Objects.requireNonNullElse(lesion.trackingUid(), "");
                if (stated.equals(uid) && (label == null || label.equals(lesion.label()))) {
                    Optional<Long> picture = rows.pictureId(study.get().id(), i);
                    return new Shown(
                            words.day(study.get().event().studyTime()),
                            lesion.label(),
                            uid,
                            picture.orElse(0L),
                            picture.isPresent(),
                            words.lesion(lesion));
                }
            }
        }
        return new Shown(
                words.day(study.map(m -> m.event().studyTime()).orElse(null)),
                Objects.requireNonNullElse(label, ""),
                uid,
                0,
                false,
                "");
    }
}
