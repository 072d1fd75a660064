package org.vigie.notify.channel;

/** One message to one person. */
public record Mail(String to, String subject, String text, String html, String messageId) {
    @Override
    public String toString() {
        return "Mail[hidden]";
    }
}
