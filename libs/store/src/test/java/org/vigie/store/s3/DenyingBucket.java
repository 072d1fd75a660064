package org.vigie.store.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Answers everything a bucket is asked and denies what it is told to put, as where a right is missing. */
public final class DenyingBucket implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private volatile Predicate<String> denied = key -> false;

    public DenyingBucket() throws IOException {
        S3Server.credentials();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @param keys that cannot be put from now on */
    public void deny(Predicate<String> keys) {
        denied = keys;
    }

    private void answer(HttpExchange asked) throws IOException {
        try (asked) {
            byte[] body = asked.getRequestBody().readAllBytes();
            String path = asked.getRequestURI().getPath();
            String key = path.substring(Math.min(path.length(), ("/" + S3Server.BUCKET + "/").length()));
            switch (asked.getRequestMethod()) {
                case "PUT" -> {
                    if (denied.test(key)) {
                        asked.sendResponseHeaders(403, -1);
                    } else {
                        objects.put(key, body);
                        asked.sendResponseHeaders(200, -1);
                    }
                }
                case "HEAD" -> head(asked, key);
                case "GET" -> {
                    byte[] list = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>"
                                    + "<IsTruncated>false</IsTruncated></ListBucketResult>")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    asked.sendResponseHeaders(200, list.length);
                    asked.getResponseBody().write(list);
                }
                default -> asked.sendResponseHeaders(204, -1);
            }
        }
    }

    private void head(HttpExchange asked, String key) throws IOException {
        byte[] there = objects.get(key);
        if (there != null) {
            asked.getResponseHeaders().set("Content-Length", Integer.toString(there.length));
            asked.getResponseHeaders().set("ETag", "\"" + Digests.of(there).md5Hex() + "\"");
        }
        asked.sendResponseHeaders(there != null || key.isEmpty() ? 200 : 404, -1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
