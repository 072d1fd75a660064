package org.vigie.ingest.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/** The parts of a multipart/related body of DICOM files, one after the other, never held in memory. */
public final class MultipartFiles {
    private static final int MAX_HEADER_LINES = 32;
    private static final int MAX_HEADER_BYTES = 8_192;

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

    public static List<StowResult> each(
            InputStream body, String contentType, int maxParts, Taker taker, Supplier<StowResult> wrongType)
            throws IOException {
        MimeConfig limits = MimeConfig.custom()
                .setMaxContentLen(-1)
                .setMaxLineLen(-1)
                .setMaxHeaderCount(MAX_HEADER_LINES)
                .setMaxHeaderLen(MAX_HEADER_BYTES)
                .build();
        MimeTokenStream parts = new MimeTokenStream(limits);
        parts.setRecursionMode(RecursionMode.M_NO_RECURSE);
        parts.parseHeadless(body, contentType);
        List<StowResult> results = new ArrayList<>();
        try {
            int depth = 0;
            for (EntityState state = parts.getState(); state != EntityState.T_END_OF_STREAM; state = parts.next()) {
                switch (state) {
                    case T_START_MULTIPART -> {
                        if (++depth > 1) {
                            throw new BrokenBodyException("multipart inside multipart");
                        }
                    }
                    case T_END_MULTIPART -> depth--;
                    case T_BODY -> {
                        if (depth == 0) {
                            throw new BrokenBodyException("no boundary");
                        }
                        if (results.size() == maxParts) {
                            throw new BrokenBodyException("more than " + maxParts + " parts");
                        }
                        results.add(isDicom(parts) ? taker.take(parts.getInputStream()) : wrongType.get());
                    }
                    default -> {
                        // headers, preamble and epilogue
                    }
                }
            }
        } catch (MimeException | BrokenBodyException broken) {
            // What is stored is stored, and its sender must hear so.
            if (results.isEmpty()) {
                throw new BrokenBodyException(rule(broken));
            }
            results.add(new StowResult.Failed(null, null, StowResult.CANNOT_UNDERSTAND, rule(broken)));
        }
        return results;
    }

    private static String rule(Exception broken) {
        return broken instanceof BrokenBodyException
                ? String.valueOf(broken.getMessage())
                : broken.getClass().getSimpleName();
    }

    private static boolean isDicom(MimeTokenStream parts) {
        String type = parts.getBodyDescriptor().getMimeType();
        // Some senders leave the type of a part out; MIME then says text/plain.
        return type == null
                || type.toLowerCase(Locale.ROOT).equals("application/dicom")
                || type.equals("text/plain")
                || type.equals("application/octet-stream");
    }
}
