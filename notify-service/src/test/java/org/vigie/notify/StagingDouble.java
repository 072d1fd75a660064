package org.vigie.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another service as notify's pages see it: answers what a test told it to, and keeps what it was asked. */
final class StagingDouble {
    record Asked(String path, String body) {}

    record Said(int status, String body) {}

    private final Map<String, Said> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    StagingDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(new Asked(path, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Said said = answers.getOrDefault(path, new Said(404, "{}"));
        byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(said.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void says(String path, int status, String body) {
        answers.put(path, new Said(status, body));
    }

    List<Asked> asked(String path, String containing) {
        return asked.stream()
                .filter(a -> a.path().equals(path) && a.body().contains(containing))
                .toList();
    }

    void stop() {
        server.stop(0);
    }
}
