package org.vigie.notify.channel;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends mail over SMTP; never called from a transaction or an event loop, and never waits longer than its timeout. */
public final class SmtpChannel implements AutoCloseable {
    private final MailClient client;
    private final Context context;
    private final String from;
    private final Duration timeout;

    /** @param startTls {@code DISABLED}, {@code OPTIONAL} or {@code REQUIRED} */
    public record Server(
            String host,
            int port,
            String from,
            @Nullable String username,
            @Nullable String password,
            String startTls,
            Duration timeout) {}

    public SmtpChannel(Vertx vertx, Server server) {
        MailConfig config = new MailConfig()
                .setHostname(server.host())
                .setPort(server.port())
                // By default every mail looks its own name up in reverse, which takes as long as a name server is
                // silent.
                .setOwnHostname(domain(server.from()))
                .setStarttls(io.vertx.ext.mail.StartTLSOptions.valueOf(server.startTls()))
                .setKeepAlive(false);
        // The setters of the superclass give back the superclass: kept apart from the chain.
        NetClientOptions options = config;
        options.setConnectTimeout((int) server.timeout().toMillis());
        options.setIdleTimeout((int) server.timeout().toSeconds());
        if (server.username() != null) {
            config.setUsername(server.username()).setPassword(server.password());
        }
        this.client = MailClient.create(vertx, config);
        this.context = vertx.getOrCreateContext();
        this.from = server.from();
        this.timeout = server.timeout();
    }

    private static String domain(String address) {
        String domain =
                address.substring(address.lastIndexOf('@') + 1).replace(">", "").strip();
        return domain.isEmpty() ? "localhost" : domain;
    }

    public MailResult send(Mail mail) {
        MailMessage message = new MailMessage()
                .setFrom(from)
                .setTo(mail.to())
                .setSubject(mail.subject())
                .setText(mail.text())
                .setHtml(mail.html());
        message.setHeaders(io.vertx.core.MultiMap.caseInsensitiveMultiMap().add("Message-ID", mail.messageId()));
        try {
            sending(message).toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new MailResult.Accepted();
        } catch (ExecutionException e) {
            return failure(e.getCause());
        } catch (TimeoutException e) {
            return new MailResult.Uncertain("timeout");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new MailResult.Uncertain("interrupted");
        }
    }

    /**
     * From an event loop only: begun by another thread, the client may miss the greeting of a server that is quick, and
     * then waits for it until the timeout.
     */
    private Future<Void> sending(MailMessage message) {
        Promise<Void> sent = Promise.promise();
        context.runOnContext(
                nothing -> client.sendMail(message).<Void>mapEmpty().onComplete(sent));
        return sent.future();
    }

    /** Refused by an answer or never connected: surely not taken. Any other end leaves it open. */
    private static MailResult failure(@Nullable Throwable cause) {
        String kind = cause == null ? "unknown" : cause.getClass().getSimpleName();
        return cause instanceof SMTPException
                        || cause instanceof SocketException
                        || cause instanceof UnknownHostException
                ? new MailResult.Failed(kind)
                : new MailResult.Uncertain(kind);
    }

    @Override
    public void close() {
        client.close();
    }
}
