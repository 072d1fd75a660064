package org.vigie.ingest.web;

import java.util.List;
import java.util.Map;

/** The Native DICOM Model of PS3.19 A.1 of what {@link StowAnswer} says in the DICOM JSON model. */
final class NativeModel {
    private static final Map<String, String> KEYWORDS = Map.of(
            "00081150", "ReferencedSOPClassUID",
            "00081155", "ReferencedSOPInstanceUID",
            "00081190", "RetrieveURL",
            "00081197", "FailureReason",
            "00081198", "FailedSOPSequence",
            "00081199", "ReferencedSOPSequence",
            "0008119A", "OtherFailuresSequence",
            "00000902", "ErrorComment");

    private NativeModel() {}

    static String of(Map<String, Object> dataset) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<NativeDicomModel"
                + " xmlns=\"http://dicom.nema.org/PS3.19/models/NativeDICOM\" xml:space=\"preserve\">");
        attributes(dataset, xml);
        return xml.append("</NativeDicomModel>\n").toString();
    }

    private static void attributes(Map<?, ?> dataset, StringBuilder xml) {
        dataset.forEach((tag, attribute) -> {
            Map<?, ?> element = (Map<?, ?>) attribute;
            xml.append("<DicomAttribute tag=\"").append(tag).append("\" vr=\"").append(element.get("vr"));
            xml.append("\" keyword=\"")
                    .append(KEYWORDS.getOrDefault(String.valueOf(tag), ""))
                    .append("\">");
            if (element.get("Value") instanceof List<?> values) {
                for (int i = 0; i < values.size(); i++) {
                    value(values.get(i), i + 1, xml);
                }
            }
            xml.append("</DicomAttribute>");
        });
    }

    private static void value(Object value, int number, StringBuilder xml) {
        if (value instanceof Map<?, ?> item) {
            xml.append("<Item number=\"").append(number).append("\">");
            attributes(item, xml);
            xml.append("</Item>");
        } else {
            xml.append("<Value number=\"").append(number).append("\">");
            xml.append(escaped(String.valueOf(value))).append("</Value>");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
