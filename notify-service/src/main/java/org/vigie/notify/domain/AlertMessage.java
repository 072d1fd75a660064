package org.vigie.notify.domain;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a person is told, in one language: a title, then paragraphs with a bold lead.
 *
 * @param title ends with a full stop
 * @param opening who and what it is about; follows the title
 */
public record AlertMessage(String title, String opening, List<Paragraph> paragraphs) {
    /** @param lead the bold words a paragraph begins with, may be empty */
    public record Paragraph(String lead, String text) {
        String plain() {
            return lead.isEmpty() ? text : lead + " " + text;
        }
    }

    public String plainText() {
        return title + " " + opening + "\n"
                + paragraphs.stream().map(Paragraph::plain).collect(Collectors.joining("\n"));
    }
}
