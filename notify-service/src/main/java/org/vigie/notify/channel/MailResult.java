package org.vigie.notify.channel;

/** What the mail server made of a message. */
public sealed interface MailResult {
    record Accepted() implements MailResult {}

    /** @param error kind of failure, without address or content */
    record Failed(String error) implements MailResult {}
}
