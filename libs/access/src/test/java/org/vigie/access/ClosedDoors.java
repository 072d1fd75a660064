package org.vigie.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Knocks at every route of a running service without credentials, with wrong ones, and by crooked ways. */
public final class ClosedDoors {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE");

    /** What a framework brings along. */
    private static final List<String> FRAMEWORK = List.of(
            "/q/openapi",
            "/q/openapi.json",
            "/q/openapi?format=json",
            "/q/swagger-ui",
            "/q/swagger-ui/",
            "/q/dev-ui",
            "/q/dev-ui/",
            "/q/dev",
            "/q/arc",
            "/q/info",
            "/q/graphql-ui",
            "/openapi",
            "/swagger-ui",
            "/metrics");

    private final int port;
    private final Set<Integer> astray;
    private final List<String> faults = new ArrayList<>();

    private ClosedDoors(int port, Set<Integer> astray) {
        this.port = port;
        this.astray = astray;
    }

    /**
     * What was answered otherwise than it should; a line each.
     *
     * @param routes of OpenAPI, with {@code {names}} for variable segments
     */
    public static List<String> faults(int port, Collection<String> routes) throws IOException {
        ClosedDoors health = new ClosedDoors(port, Set.of());
        for (String method : List.of("POST", "PUT", "DELETE", "TRACE")) {
            health.knock(method, "/q/health", "X-Nothing: 1", Set.of(401, 403, 405));
        }
        List<String> all = new ArrayList<>(health.faults);
        all.addAll(faults(port, routes, Set.of(400, 401, 403, 404)));
        return List.copyOf(all);
    }

    /** @param astray what may be answered to crooked ways, and where there is nothing */
    public static List<String> faults(int port, Collection<String> routes, Set<Integer> astray) throws IOException {
        ClosedDoors doors = new ClosedDoors(port, Set.copyOf(astray));
        String wrong = "Authorization: Basic "
                + Base64.getEncoder().encodeToString("vigie:guessed".getBytes(StandardCharsets.US_ASCII));
        for (String route : routes) {
            String path = route.replaceAll("\\{[^}]*}", "1.2.3");
            for (String method : METHODS) {
                doors.knock(method, path, "X-Nothing: 1", Set.of(401, 403));
                doors.knock(method, path, wrong, Set.of(401, 403));
            }
            doors.knock("GET", path, "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.", Set.of(401, 403));
            for (String crooked : crooked(path)) {
                for (String method : List.of("GET", "POST")) {
                    doors.knock(method, crooked, "X-Nothing: 1", doors.astray);
                }
            }
        }
        for (String path : FRAMEWORK) {
            doors.knock("GET", path, "X-Nothing: 1", doors.astray);
        }
        return List.copyOf(doors.faults);
    }

    /** Other spellings of a path, some of which a careless server takes for it after it let them pass. */
    private static Set<String> crooked(String path) {
        String rest = path.substring(1);
        int slash = rest.indexOf('/');
        String first = slash < 0 ? rest : rest.substring(0, slash);
        String last = slash < 0 ? "" : rest.substring(slash + 1);
        Set<String> ways = new LinkedHashSet<>();
        ways.add("//" + rest);
        ways.add(path + "/");
        ways.add(path + "//");
        ways.add(path + "%2F");
        ways.add(path + ";a=b");
        ways.add(path + ".json");
        ways.add(path + "%00");
        ways.add("/" + first + "/..;/" + rest);
        ways.add("/" + first + ";a=b/" + last);
        ways.add("/" + first + "%2F" + last);
        ways.add("/" + first + "//" + last);
        ways.add("/./" + rest);
        ways.add("/%2e/" + rest);
        ways.add("/q/health/../.." + path);
        ways.add("/q/health/%2e%2e/%2e%2e" + path);
        ways.add("/q/health/..;/..;" + path);
        ways.add("/q/health/..%2F.." + path);
        ways.add("/q/metrics/../.." + path);
        ways.add("/q/health;" + path);
        ways.add("/" + first.toUpperCase(Locale.ROOT) + "/" + last);
        ways.add("/%" + Integer.toHexString(rest.charAt(0)) + rest.substring(1));
        ways.add("http://elsewhere" + path);
        return ways;
    }

    private void knock(String method, String path, String header, Set<Integer> expected) throws IOException {
        int status = status(method, path, header);
        if (!expected.contains(status)) {
            faults.add(method + " " + path + " [" + header + "]: " + status + ", expected one of "
                    + new TreeSet<>(expected));
        }
    }

    /** By hand: a client of HTTP would straighten the path first. 0 where the server hangs up, which is a no. */
    private int status(String method, String path, String header) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            String request = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header
                    + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String line = firstLine(socket.getInputStream());
            return line.isEmpty() ? 401 : Integer.parseInt(line.split(" ", 3)[1]);
        } catch (SocketTimeoutException silent) {
            return -1;
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\r'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.US_ASCII);
    }
}
