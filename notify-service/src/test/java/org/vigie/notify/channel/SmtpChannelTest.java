package org.vigie.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A server that misbehaves at a chosen step of RFC 5321. */
class SmtpChannelTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Mail MAIL = new Mail("to@localhost", "subject", "text", "<p>text</p>", "<id@vigie.invalid>");

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void whoTakesTheMessageAndDoesNotAnswerMayHaveIt() throws IOException {
        assertThat(sendTo(null)).isEqualTo(new MailResult.Uncertain("timeout"));
    }

    @Test
    void whoRefusesTheMessageHasItNot() throws IOException {
        assertThat(sendTo("554 5.7.1 refused")).isInstanceOf(MailResult.Failed.class);
    }

    @Test
    void whoAnswersHasIt() throws IOException {
        assertThat(sendTo("250 queued")).isEqualTo(new MailResult.Accepted());
    }

    @Test
    void whereNobodyListensNothingWasTaken() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(send(port)).isInstanceOf(MailResult.Failed.class);
    }

    private static MailResult sendTo(@Nullable String answerToData) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> talk(server, answerToData));
            return send(server.getLocalPort());
        }
    }

    private static MailResult send(int port) {
        try (SmtpChannel channel = new SmtpChannel(
                VERTX,
                new SmtpChannel.Server(
                        "127.0.0.1", port, "from@localhost", null, null, "DISABLED", Duration.ofSeconds(2)))) {
            return channel.send(MAIL);
        }
    }

    private static void talk(ServerSocket server, @Nullable String answerToData) {
        try (Socket socket = server.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            say(socket, "220 ready");
            boolean data = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (data) {
                    data = !line.equals(".");
                    if (!data && answerToData != null) {
                        say(socket, answerToData);
                    }
                } else if (line.equals("DATA")) {
                    data = true;
                    say(socket, "354 go on");
                } else {
                    say(socket, line.startsWith("QUIT") ? "221 bye" : "250 ok");
                }
            }
        } catch (IOException closed) {
            // the client went away: nothing more to say
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
