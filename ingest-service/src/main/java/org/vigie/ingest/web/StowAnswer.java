package org.vigie.ingest.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.dicom.StowResult;

/** The Store Instances response of PS3.18, 10.5.3, in the DICOM JSON model or as Native DICOM Model XML. */
final class StowAnswer {
    static final String JSON = "application/dicom+json";
    static final String XML = "application/dicom+xml";

    private StowAnswer() {}

    static Response of(List<StowResult> results, String type) {
        Map<String, Object> body = body(results);
        Response.ResponseBuilder answer = Response.status(status(results));
        long failed =
                results.stream().filter(StowResult.Failed.class::isInstance).count();
        if (failed > 0) {
            answer.header(
                    "Warning",
                    "299 vigie \"" + failed + " of " + results.size() + " instances failed, each with its reason\"");
        }
        return type.equals(XML)
                ? answer.type(XML).entity(NativeModel.of(body)).build()
                // Stated here: with Accept application/* the framework would choose a type it cannot write.
                : answer.type(type).entity(body).build();
    }

    /** Which of ours the client likes best; the default where it leaves the choice to us (PS3.18, 8.7.4). */
    static String type(HttpHeaders headers) {
        String liked = headers.getAcceptableMediaTypes().stream()
                .map(MediaType::getSubtype)
                .findFirst()
                .orElse("*");
        return switch (liked) {
            case "dicom+xml" -> XML;
            case "json" -> MediaType.APPLICATION_JSON;
            default -> JSON;
        };
    }

    /** 200 all stored, 202 some, 409 none, 503 none for want of room. */
    static int status(List<StowResult> results) {
        long failed =
                results.stream().filter(StowResult.Failed.class::isInstance).count();
        if (failed == 0) {
            return 200;
        }
        if (failed < results.size()) {
            return 202;
        }
        boolean room = results.stream()
                .noneMatch(r -> r instanceof StowResult.Failed f && f.failureReason() == StowResult.OUT_OF_RESOURCES);
        return room ? 409 : 503;
    }

    static Map<String, Object> body(List<StowResult> results) {
        List<Map<String, Object>> stored = new ArrayList<>();
        List<Map<String, Object>> failed = new ArrayList<>();
        List<Map<String, Object>> unnamed = new ArrayList<>();
        for (StowResult result : results) {
            switch (result) {
                case StowResult.Stored s -> stored.add(instance(s.sopClassUid(), s.sopInstanceUid()));
                case StowResult.Failed f -> {
                    Map<String, Object> item = instance(f.sopClassUid(), f.sopInstanceUid());
                    item.put("00081197", Map.of("vr", "US", "Value", List.of(f.failureReason())));
                    // Error Comment of PS3.7, so that a person reads why.
                    item.put("00000902", Map.of("vr", "LO", "Value", List.of(shortened(f.rule()))));
                    (f.sopInstanceUid() == null ? unnamed : failed).add(item);
                }
            }
        }
        Map<String, Object> body = new LinkedHashMap<>();
        // Retrieve URL is of type 2; nothing can be retrieved here.
        body.put("00081190", Map.of("vr", "UR"));
        put(body, "00081198", failed);
        put(body, "00081199", stored);
        put(body, "0008119A", unnamed);
        return body;
    }

    private static void put(Map<String, Object> body, String tag, List<Map<String, Object>> items) {
        if (!items.isEmpty()) {
            body.put(tag, Map.of("vr", "SQ", "Value", items));
        }
    }

    private static Map<String, Object> instance(@Nullable String sopClass, @Nullable String sopInstance) {
        Map<String, Object> item = new LinkedHashMap<>();
        if (sopClass != null) {
            item.put("00081150", Map.of("vr", "UI", "Value", List.of(sopClass)));
        }
        if (sopInstance != null) {
            item.put("00081155", Map.of("vr", "UI", "Value", List.of(sopInstance)));
        }
        return item;
    }

    private static String shortened(String rule) {
        return rule.substring(0, Math.min(64, rule.length()));
    }
}
