package org.vigie.simulator.domain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A DICOM node. */
public record Destination(String aeTitle, String host, int port) {
    private static final Pattern FORM = Pattern.compile("([^@\\\\\\p{Cntrl}]{1,16})@(.+):(\\d{1,5})");

    public Destination {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("Destination: no port " + port);
        }
    }

    /** @throws IllegalArgumentException if the text is not {@code AE@host:port} */
    public static Destination parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("not of the form AE@host:port");
        }
        return new Destination(m.group(1).strip(), m.group(2), Integer.parseInt(m.group(3)));
    }
}
