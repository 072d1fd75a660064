package org.vigie.staging.hl7;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.GenericMessage;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Structure;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.validation.impl.NoValidation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.vigie.staging.hl7.Segments.Seg;

/** From the text of a message to its segments, whatever its type and version; names the segment that is not one. */
final class MessageReader {
    private static final Pattern SEGMENT_NAME = Pattern.compile("[A-Z][A-Z0-9]{2}");
    private static final int MOST_SEGMENTS = 5000;
    /** What stands before or behind them is a piece of something. */
    private static final Set<String> CONTINUATIONS = Set.of("ADD", "DSC");

    private static final Set<String> BATCH = Set.of("FHS", "BHS");

    private final PipeParser parser;

    MessageReader() {
        HapiContext context = new DefaultHapiContext(new NoValidation());
        context.setModelClassFactory(new GenericModelClassFactory());
        context.getParserConfiguration().setAllowUnknownVersions(true);
        this.parser = context.getPipeParser();
    }

    /** @throws Refusal (AR) naming the segment */
    Segments read(String text) {
        String message = text.replace("\r\n", "\r").replace('\n', '\r').strip();
        checkLines(message);
        try {
            return new Segments(collect(parser.parse(message)));
        } catch (HL7Exception | RuntimeException e) {
            throw Refusal.rejected(Location.of("MSH"), Err.Kind.DATA_TYPE, "a message of HL7 v2 in ER7 encoding");
        }
    }

    private static void checkLines(String message) {
        String first = message.length() < 3 ? "" : message.substring(0, 3);
        if (BATCH.contains(first)) {
            throw Refusal.rejected(
                    Location.of(first), Err.Kind.SEGMENT_SEQUENCE, "one message per frame, not a batch of them");
        }
        if (!first.equals("MSH")) {
            throw Refusal.rejected(Location.of("MSH"), Err.Kind.SEGMENT_SEQUENCE, "MSH as the first segment");
        }
        if (message.length() < 9) {
            throw Refusal.rejected(Location.of("MSH").field(2), Err.Kind.REQUIRED_FIELD, "encoding characters");
        }
        char field = message.charAt(3);
        checkDelimiters(message, field);
        Map<String, Integer> seen = new HashMap<>();
        String[] lines = message.split("\r", -1);
        if (lines.length > MOST_SEGMENTS) {
            throw Refusal.rejected(
                    Location.of("MSH"), Err.Kind.SEGMENT_SEQUENCE, "at most " + MOST_SEGMENTS + " segments");
        }
        String[] header = lines[0].split(Pattern.quote(String.valueOf(field)), -1);
        if (header.length < 9 || header[8].isBlank()) {
            throw Refusal.rejected(Location.of("MSH").field(9), Err.Kind.REQUIRED_FIELD, "message type");
        }
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.isEmpty()) {
                continue;
            }
            String name = line.length() < 3 ? line : line.substring(0, 3);
            boolean named = SEGMENT_NAME.matcher(name).matches() && (line.length() == 3 || line.charAt(3) == field);
            if (!named) {
                // The name itself may be a piece of somebody's data: only its place is said.
                throw Refusal.rejected(
                        new Location("???", i + 1, 0),
                        Err.Kind.SEGMENT_SEQUENCE,
                        "segment " + (i + 1) + " of the message: three letters or digits and the field separator");
            }
            int occurrence = seen.merge(name, 1, Integer::sum);
            checkCharacters(line, new Location(name, occurrence, 0));
            if (name.equals("MSH") && i > 0) {
                throw Refusal.rejected(new Location("MSH", 2, 0), Err.Kind.SEGMENT_SEQUENCE, "one message per frame");
            }
            if (CONTINUATIONS.contains(name)) {
                throw Refusal.rejected(
                        new Location(name, occurrence, 0),
                        Err.Kind.SEGMENT_SEQUENCE,
                        "a whole message: segments and messages are not continued in others");
            }
        }
    }

    private static void checkDelimiters(String message, char field) {
        int end = message.indexOf(field, 4);
        String encoding = end < 0 ? "" : message.substring(4, end);
        boolean distinct = encoding.chars().distinct().count() == encoding.length() && encoding.indexOf(field) < 0;
        boolean marks = encoding.chars().allMatch(c -> c > ' ' && c < 127 && !Character.isLetterOrDigit(c));
        if (Character.isLetterOrDigit(field)
                || field <= ' '
                || encoding.length() < 4
                || encoding.length() > 5
                || !distinct
                || !marks) {
            throw Refusal.rejected(
                    Location.of("MSH").field(2), Err.Kind.DATA_TYPE, "four or five different encoding characters");
        }
    }

    private static void checkCharacters(String line, Location at) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ' && line.charAt(i) != '\t') {
                throw Refusal.rejected(at, Err.Kind.DATA_TYPE, "no control characters");
            }
        }
    }

    private static List<Seg> collect(Message message) throws HL7Exception {
        List<Seg> segments = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String name : ((GenericMessage) message).getNames()) {
            for (Structure structure : message.getAll(name)) {
                if (structure instanceof Segment segment) {
                    int occurrence = seen.merge(segment.getName(), 1, Integer::sum);
                    segments.add(new Seg(segment.getName(), occurrence, segment));
                }
            }
        }
        return segments;
    }
}
