package org.vigie.ingest.dicom;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.io.MaxHeaderLengthLimitException;
import org.apache.james.mime4j.io.MaxHeaderLimitException;
import org.apache.james.mime4j.io.MaxLineLimitException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/** The parts of a multipart/related body of DICOM files, one after the other, never held in memory. */
public final class MultipartFiles {
    private static final int MAX_HEADER_LINES = 32;
    private static final int MAX_HEADER_BYTES = 8_192;

    private static final Pattern FILE_NAME = Pattern.compile("filename=(?:\"([^\"]*)\"|([^;\\s]+))");

    private MultipartFiles() {}

    /** The body breaks the rules of MIME. */
    public static final class BrokenBodyException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenBodyException(String rule) {
            super(rule);
        }
    }

    /** What becomes of a part. */
    public interface Taker {
        StowResult take(InputStream part) throws IOException;
    }

    /** What is done with a part, whatever it is. */
    interface Visitor {
        /**
         * @param type MIME type; null if none is stated and none can be assumed
         * @param fileName of Content-Disposition
         */
        void visit(@Nullable String type, Optional<String> fileName, InputStream part) throws IOException;
    }

    public static List<StowResult> each(
            InputStream body, String contentType, int maxParts, Taker taker, Supplier<StowResult> wrongType)
            throws IOException {
        List<StowResult> results = new ArrayList<>();
        try {
            walk(
                    body,
                    contentType,
                    maxParts,
                    (type, name, part) -> results.add(isDicom(type) ? taker.take(part) : wrongType.get()));
        } catch (BrokenBodyException broken) {
            // What is stored is stored, and its sender must hear so.
            if (results.isEmpty()) {
                throw broken;
            }
            results.add(new StowResult.Failed(
                    null, null, StowResult.CANNOT_UNDERSTAND, String.valueOf(broken.getMessage())));
        }
        return results;
    }

    /** @throws BrokenBodyException where the body breaks a rule; the parts before were visited */
    static void walk(InputStream body, String contentType, int maxParts, Visitor visitor) throws IOException {
        MimeConfig limits = MimeConfig.custom()
                .setMaxContentLen(-1)
                .setMaxLineLen(-1)
                .setMaxHeaderCount(MAX_HEADER_LINES)
                .setMaxHeaderLen(MAX_HEADER_BYTES)
                .build();
        MimeTokenStream parts = new MimeTokenStream(limits);
        parts.setRecursionMode(RecursionMode.M_NO_RECURSE);
        BodyTail tail = new BodyTail(body);
        parts.parseHeadless(tail, contentType);
        try {
            int depth = 0;
            int seen = 0;
            String boundary = "";
            Optional<String> fileName = Optional.empty();
            for (EntityState state = parts.getState(); state != EntityState.T_END_OF_STREAM; state = parts.next()) {
                switch (state) {
                    case T_START_MULTIPART -> {
                        if (++depth > 1) {
                            throw new BrokenBodyException("multipart inside multipart");
                        }
                        boundary = String.valueOf(parts.getBodyDescriptor().getBoundary());
                    }
                    case T_END_MULTIPART -> depth--;
                    case T_START_HEADER -> fileName = Optional.empty();
                    case T_FIELD -> fileName = fileName.or(() -> fileName(parts.getField()));
                    case T_BODY -> {
                        if (depth == 0) {
                            throw new BrokenBodyException("no boundary");
                        }
                        if (seen++ == maxParts) {
                            throw new BrokenBodyException("more than " + maxParts + " parts (vigie.web.max-parts)");
                        }
                        visitor.visit(
                                parts.getBodyDescriptor().getMimeType(),
                                fileName,
                                new Part(parts.getInputStream(), tail, boundary));
                    }
                    default -> {
                        // preamble and epilogue
                    }
                }
            }
        } catch (MimeException broken) {
            throw new BrokenBodyException(rule(broken));
        }
    }

    private static Optional<String> fileName(Field field) {
        if (!field.getName().equalsIgnoreCase("Content-Disposition")) {
            return Optional.empty();
        }
        Matcher name = FILE_NAME.matcher(String.valueOf(field.getBody()));
        return name.find() ? Optional.of(name.group(1) == null ? name.group(2) : name.group(1)) : Optional.empty();
    }

    /** The bytes of a part; its end is one only behind a delimiter. */
    private static final class Part extends FilterInputStream {
        private final BodyTail tail;
        private final String boundary;

        Part(InputStream in, BodyTail tail, String boundary) {
            super(in);
            this.tail = tail;
            this.boundary = boundary;
        }

        @Override
        public int read() throws IOException {
            return checked(in.read());
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            return checked(in.read(to, from, length));
        }

        private int checked(int read) throws BrokenBodyException {
            if (read < 0 && tail.isBrokenOff(boundary)) {
                throw new BrokenBodyException("ends before the closing delimiter");
            }
            return read;
        }
    }

    private static String rule(MimeException broken) {
        return switch (broken.getCause() == null ? broken : broken.getCause()) {
            case MaxHeaderLimitException lines -> "more than " + MAX_HEADER_LINES + " header lines of a part";
            case MaxHeaderLengthLimitException length ->
                "a header line of a part is longer than " + MAX_HEADER_BYTES + " bytes";
            case MaxLineLimitException line -> "a line of a part's header is too long";
            default -> broken.getClass().getSimpleName();
        };
    }

    /** Some senders leave the type of a part out; MIME then says text/plain. */
    private static boolean isDicom(@Nullable String type) {
        return type == null
                || type.toLowerCase(Locale.ROOT).equals("application/dicom")
                || type.equals("text/plain")
                || type.equals("application/octet-stream");
    }
}
