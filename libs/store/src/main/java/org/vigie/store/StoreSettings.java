package org.vigie.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vigie.store.s3.S3Bucket;
import org.vigie.store.s3.S3Settings;

/**
 * What {@code vigie.store.*} says, the same for every service.
 *
 * @param dir the store itself, or what of it is local: the packs being written and those kept after their upload
 * @param s3 null for a store of files alone
 */
public record StoreSettings(Path dir, @Nullable S3Settings s3) {
    private static final String PREFIX = "vigie.store.";
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern KEY = Pattern.compile("([A-Za-z0-9._-]+/)*");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    /** Settings, or everything that is wrong with them. */
    public record Read(@Nullable StoreSettings settings, List<String> faults) {
        public Read {
            faults = List.copyOf(faults);
        }

        /** @throws IllegalStateException naming all faults */
        public StoreSettings orThrow() {
            if (settings == null) {
                throw new IllegalStateException("configuration: " + String.join("; ", faults));
            }
            return settings;
        }
    }

    /** What the server says against the bucket; empty also where it does not answer, which is no fault of the settings. */
    public Optional<String> faultOfBucket() {
        if (s3 == null) {
            return Optional.empty();
        }
        try (S3Bucket bucket = new S3Bucket(s3)) {
            return bucket.ask() instanceof S3Bucket.Answer.Faulty(String rule) ? Optional.of(rule) : Optional.empty();
        }
    }

    /** @param config value of a key, empty where there is none */
    public static Read read(Function<String, Optional<String>> config) {
        return new Reader(config).read();
    }

    /** Collects faults, each with its key. */
    private static final class Reader {
        private final Function<String, Optional<String>> config;
        private final List<String> faults = new ArrayList<>();

        Reader(Function<String, Optional<String>> config) {
            this.config = config;
        }

        Read read() {
            Optional<String> dir = text("dir");
            if (dir.isEmpty()) {
                faults.add(PREFIX + "dir: a folder expected");
            }
            String kind = text("kind").orElse("file");
            S3Settings s3 = switch (kind) {
                case "file" -> null;
                case "s3" -> s3();
                default -> {
                    faults.add(PREFIX + "kind: 'file' or 's3' expected, not '" + kind + "'");
                    yield null;
                }
            };
            return faults.isEmpty()
                    ? new Read(new StoreSettings(Path.of(dir.orElseThrow()), s3), List.of())
                    : new Read(null, faults);
        }

        private S3Settings s3() {
            URI endpoint = endpoint();
            String bucket = text("s3.bucket").orElse("");
            if (!BUCKET.matcher(bucket).matches()) {
                faults.add(PREFIX + "s3.bucket: 3 to 63 lower-case letters, digits, '.', '-' expected");
            }
            Optional<String> region = text("s3.region");
            if (region.isEmpty() && text("s3.endpoint").isEmpty()) {
                faults.add(PREFIX + "s3.region: needed where " + PREFIX + "s3.endpoint names no server");
            }
            String prefix = text("s3.prefix").orElse("");
            if (!KEY.matcher(prefix).matches()) {
                faults.add(
                        PREFIX + "s3.prefix: segments of letters, digits, '.', '_', '-', each ended by '/', expected");
            }
            return new S3Settings(
                    endpoint,
                    bucket,
                    region.orElse("us-east-1"),
                    flag("s3.path-style", endpoint != null),
                    prefix,
                    sealAfter(),
                    keepLocalBytes());
        }

        private @Nullable URI endpoint() {
            Optional<String> text = text("s3.endpoint");
            if (text.isEmpty()) {
                return null;
            }
            try {
                URI uri = new URI(text.get());
                if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                        && uri.getHost() != null
                        && uri.getUserInfo() == null) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // said below, without the text: it may hold a password
            }
            faults.add(PREFIX + "s3.endpoint: http(s)://host[:port] without user and password expected");
            return null;
        }

        private boolean flag(String key, boolean otherwise) {
            String text = text(key).orElse(Boolean.toString(otherwise));
            if (!text.equals("true") && !text.equals("false")) {
                faults.add(PREFIX + key + ": true or false expected");
            }
            return text.equals("true");
        }

        private Duration sealAfter() {
            Optional<String> text = text("s3.seal-after");
            if (text.isEmpty()) {
                return S3Settings.SEAL_AFTER;
            }
            Duration read = duration(text.get());
            if (read == null || read.isZero()) {
                faults.add(PREFIX + "s3.seal-after: a time such as 15s expected, more than 0");
                return S3Settings.SEAL_AFTER;
            }
            return read;
        }

        private long keepLocalBytes() {
            Optional<String> text = text("s3.keep-local-bytes");
            if (text.isPresent() && !text.get().matches("\\d{1,18}")) {
                faults.add(PREFIX + "s3.keep-local-bytes: a number of bytes expected");
                return S3Settings.KEEP_LOCAL_BYTES;
            }
            return text.map(Long::parseLong).orElse(S3Settings.KEEP_LOCAL_BYTES);
        }

        private static @Nullable Duration duration(String text) {
            Matcher m = DURATION.matcher(text);
            if (!m.matches()) {
                return null;
            }
            long n = Long.parseLong(m.group(1));
            return switch (m.group(2)) {
                case "ms" -> Duration.ofMillis(n);
                case "s" -> Duration.ofSeconds(n);
                case "m" -> Duration.ofMinutes(n);
                case "h" -> Duration.ofHours(n);
                default -> Duration.ofDays(n);
            };
        }

        private Optional<String> text(String key) {
            return config.apply(PREFIX + key).map(String::strip).filter(t -> !t.isEmpty());
        }
    }
}
