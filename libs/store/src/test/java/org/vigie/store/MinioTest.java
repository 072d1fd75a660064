package org.vigie.store;

import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.vigie.store.s3.S3Server;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The same on MinIO, where a Docker engine answers; CI may skip it. */
class MinioTest extends BucketContract {
    private static final String IMAGE = "minio/minio:RELEASE.2025-09-07T16-13-09Z";
    private static final int PORT = 9000;

    private static GenericContainer<?> minio;

    @BeforeAll
    static void start() {
        boolean docker = engineAnswers();
        if (!docker) {
            System.out.println("SKIPPED: no Docker engine for S3 on MinIO");
        }
        Assumptions.assumeTrue(docker, "Docker engine");
        S3Server.credentials();
        minio = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withEnv("MINIO_ROOT_USER", System.getProperty("aws.accessKeyId"))
                .withEnv("MINIO_ROOT_PASSWORD", System.getProperty("aws.secretAccessKey"))
                .withCommand("server", "/data")
                .withExposedPorts(PORT)
                .waitingFor(Wait.forHttp("/minio/health/ready").forPort(PORT));
        minio.start();
        try (S3Client client = S3Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(address())
                .forcePathStyle(true)
                .credentialsProvider(SystemPropertyCredentialsProvider.create())
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            client.createBucket(r -> r.bucket(S3Server.BUCKET));
        }
    }

    @AfterAll
    static void stop() {
        if (minio != null) {
            minio.stop();
        }
    }

    @Override
    URI endpoint() {
        return address();
    }

    private static URI address() {
        return URI.create("http://" + minio.getHost() + ":" + minio.getMappedPort(PORT));
    }

    /** Asked here first: Testcontainers reports an absent engine as an error, at length. */
    private static boolean engineAnswers() {
        if (System.getenv("DOCKER_HOST") == null) {
            try (SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of("/var/run/docker.sock"))) {
                return engine.isConnected() && DockerClientFactory.instance().isDockerAvailable();
            } catch (IOException none) {
                return false;
            }
        }
        return DockerClientFactory.instance().isDockerAvailable();
    }
}
