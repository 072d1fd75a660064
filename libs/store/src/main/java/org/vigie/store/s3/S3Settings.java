package org.vigie.store.s3;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the bucket is. Credentials are none of it: they come by the SDK's own chain (environment, profile, role).
 *
 * @param endpoint null for AWS itself
 * @param prefix of all keys, empty or ending in a slash
 * @param sealAfter how long a record may lie in an open pack before the pack is sealed and uploaded
 * @param keepLocalBytes what uploaded packs may take of the local volume before the oldest are thinned
 */
public record S3Settings(
        @Nullable URI endpoint,
        String bucket,
        String region,
        boolean pathStyle,
        String prefix,
        Duration sealAfter,
        long keepLocalBytes) {

    public static final Duration SEAL_AFTER = Duration.ofSeconds(15);
    public static final long KEEP_LOCAL_BYTES = 10L << 30;

    /** With the defaults of a server of one's own. */
    public static S3Settings of(URI endpoint, String bucket) {
        return new S3Settings(endpoint, bucket, "us-east-1", true, "", SEAL_AFTER, KEEP_LOCAL_BYTES);
    }
}
