package org.vigie.notify.channel;

/** What the mail server made of a message. */
public sealed interface MailResult {
    record Accepted() implements MailResult {}

    /**
     * The message may have been taken: the answer did not come, or the connection broke after it was made.
     *
     * @param error kind of failure, without address or content
     */
    record Uncertain(String error) implements MailResult {}

    /**
     * It was surely not taken.
     *
     * @param error kind of failure, without address or content
     */
    record Failed(String error) implements MailResult {}
}
