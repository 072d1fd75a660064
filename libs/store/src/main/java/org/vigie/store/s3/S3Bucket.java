package org.vigie.store.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * One bucket under one prefix. Every failure is an {@link IOException} that says what S3 answered and carries neither
 * credentials nor signed addresses; an absent key is a {@link NoSuchFileException}, and what waiting may mend a
 * {@link BucketAwayException}.
 */
public final class S3Bucket implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final S3Client client;
    private final S3Settings settings;

    /** Makes a client; nothing is asked of the server yet. */
    public S3Bucket(S3Settings settings) {
        this.settings = settings;
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(DefaultCredentialsProvider.builder().build())
                .forcePathStyle(settings.pathStyle())
                // We send and check SHA-256 ourselves; servers other than AWS's do not know the SDK's trailing
                // checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE)
                        .build());
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        this.client = builder.build();
    }

    /** What asking for the bucket came to. */
    public sealed interface Answer {
        record Reachable() implements Answer {}

        /** The settings are wrong: no waiting mends it. */
        record Faulty(String rule) implements Answer {}

        /** Nobody answers now. */
        record Away(String reason) implements Answer {}
    }

    public Answer ask() {
        try {
            client.headBucket(r -> r.bucket(settings.bucket()));
            return new Answer.Reachable();
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case 404 -> new Answer.Faulty("vigie.store.s3.bucket: there is no bucket '" + settings.bucket() + "'");
                case 301, 400 ->
                    new Answer.Faulty("vigie.store.s3.region, vigie.store.s3.endpoint: bucket '" + settings.bucket()
                            + "' is not there (" + e.statusCode() + ")");
                case 401, 403 ->
                    new Answer.Faulty("vigie.store.s3: the credentials in force have no access to bucket '"
                            + settings.bucket() + "' (" + e.statusCode() + ")");
                default -> new Answer.Away("S3 answered " + e.statusCode());
            };
        } catch (SdkClientException e) {
            return isWithoutCredentials(e)
                    ? new Answer.Faulty("vigie.store.s3: no credentials found"
                            + " (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or the role of the machine)")
                    : new Answer.Away("S3 does not answer");
        } catch (SdkException e) {
            return new Answer.Away("S3 does not answer");
        }
    }

    /** Uploads a file under a key and asks the server what it holds then; the same again replaces the same. */
    public void put(String key, Path file) throws IOException {
        put(key, Digests.of(file), RequestBody.fromFile(file));
    }

    /** Uploads a few bytes, and makes sure of them. */
    public void put(String key, byte[] content) throws IOException {
        put(key, Digests.of(content), RequestBody.fromBytes(content));
    }

    private void put(String key, Digests expected, RequestBody body) throws IOException {
        try {
            client.putObject(
                    r -> r.bucket(settings.bucket())
                            .key(full(key))
                            .contentLength(expected.bytes())
                            .checksumSHA256(expected.sha256Base64()),
                    body);
        } catch (SdkException e) {
            throw failure(key, e);
        }
        if (!holds(key, expected)) {
            throw new IOException("S3 key " + key + " does not hold what was uploaded");
        }
    }

    /** True if the key holds exactly this file. */
    public boolean holds(String key, Path file) throws IOException {
        return holds(key, Digests.of(file));
    }

    private boolean holds(String key, Digests expected) throws IOException {
        HeadObjectResponse head;
        try {
            head = client.headObject(
                    r -> r.bucket(settings.bucket()).key(full(key)).checksumMode(ChecksumMode.ENABLED));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw failure(key, e);
        } catch (SdkException e) {
            throw failure(key, e);
        }
        if (head.contentLength() != expected.bytes()) {
            return false;
        }
        if (head.checksumSHA256() != null) {
            return head.checksumSHA256().equals(expected.sha256Base64());
        }
        // Without a checksum of its own the tag of an unencrypted single upload is its MD5; any other says nothing.
        return expected.md5Hex().equals(String.valueOf(head.eTag()).replace("\"", "")) || reads(key, expected);
    }

    private boolean reads(String key, Digests expected) throws IOException {
        MessageDigest digest = Digests.digest("SHA-256");
        try (InputStream in = new DigestInputStream(open(key, 0, expected.bytes()), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return Digests.base64(digest).equals(expected.sha256Base64());
    }

    /**
     * Streams a stretch of a key.
     *
     * @param bytes more than 0
     */
    public InputStream open(String key, long from, long bytes) throws IOException {
        try {
            return new Answered(
                    key,
                    client.getObject(r -> r.bucket(settings.bucket())
                            .key(full(key))
                            .range("bytes=" + from + "-" + (from + bytes - 1))));
        } catch (SdkException e) {
            throw failure(key, e);
        }
    }

    /**
     * A stretch of a key, all of it.
     *
     * @param bytes more than 0
     */
    public byte[] read(String key, long from, int bytes) throws IOException {
        try (InputStream in = open(key, from, bytes)) {
            byte[] read = in.readNBytes(bytes);
            if (read.length < bytes) {
                throw new IOException("S3 key " + key + " ends early");
            }
            return read;
        }
    }

    /** All of a key; empty if there is none. */
    public Optional<byte[]> read(String key) throws IOException {
        try (InputStream in = client.getObject(r -> r.bucket(settings.bucket()).key(full(key)))) {
            return Optional.of(in.readAllBytes());
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw failure(key, e);
        } catch (SdkException e) {
            throw failure(key, e);
        }
    }

    public boolean exists(String key) throws IOException {
        try {
            client.headObject(r -> r.bucket(settings.bucket()).key(full(key)));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw failure(key, e);
        } catch (SdkException e) {
            throw failure(key, e);
        }
    }

    /** Every key that begins so, in order. */
    public List<String> list(String beginning) throws IOException {
        return list(beginning, "");
    }

    /** Every key that begins so and comes after another, in order. */
    public List<String> list(String beginning, String after) throws IOException {
        try {
            return client
                    .listObjectsV2Paginator(r -> r.bucket(settings.bucket())
                            .prefix(full(beginning))
                            .startAfter(after.isEmpty() ? null : full(after)))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .map(key -> key.substring(settings.prefix().length()))
                    .toList();
        } catch (SdkException e) {
            throw failure(beginning, e);
        }
    }

    /** What stands between such a beginning, which ends in a slash, and the next slash, both with it. */
    public List<String> folders(String beginning) throws IOException {
        try {
            return client
                    .listObjectsV2Paginator(r ->
                            r.bucket(settings.bucket()).prefix(full(beginning)).delimiter("/"))
                    .commonPrefixes()
                    .stream()
                    .map(CommonPrefix::prefix)
                    .map(folder -> folder.substring(settings.prefix().length()))
                    .toList();
        } catch (SdkException e) {
            throw failure(beginning, e);
        }
    }

    /** Gone when this returns, whether it was there or not. */
    public void delete(String key) throws IOException {
        try {
            client.deleteObject(r -> r.bucket(settings.bucket()).key(full(key)));
        } catch (SdkException e) {
            throw failure(key, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private String full(String key) {
        return settings.prefix() + key;
    }

    /** The SDK's own texts may hold signed requests, so none of them goes on. */
    private static IOException failure(String key, SdkException e) {
        if (e instanceof S3Exception answered) {
            String code = answered.awsErrorDetails() == null
                    ? ""
                    : " " + answered.awsErrorDetails().errorCode();
            String text = "S3 answered " + answered.statusCode() + code + " for key " + key;
            return switch (answered.statusCode()) {
                case 404 -> new NoSuchFileException("S3 key " + key);
                case 401, 403, 429 -> new BucketAwayException(text);
                default -> answered.statusCode() >= 500 ? new BucketAwayException(text) : new IOException(text);
            };
        }
        return new BucketAwayException("S3 does not answer, key " + key);
    }

    private static boolean isWithoutCredentials(SdkClientException e) {
        return String.valueOf(e.getMessage()).contains("load credentials");
    }

    /** A body whose end the server cut short fails as any other file does. */
    private static final class Answered extends FilterInputStream {
        private final String key;

        Answered(String key, InputStream in) {
            super(in);
            this.key = key;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (SdkException e) {
                throw failure(key, e);
            } catch (IOException broken) {
                throw new BucketAwayException("S3 broke off, key " + key);
            }
        }
    }
}
