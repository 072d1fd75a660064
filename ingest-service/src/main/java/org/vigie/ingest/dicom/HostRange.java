package org.vigie.ingest.dicom;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that share their first bits, written {@code 10.1.0.0/16}, {@code 192.0.2.7}, {@code 2001:db8::/32}.
 *
 * @param bits length of the common prefix
 */
record HostRange(InetAddress network, int bits) {
    /** Literals only: a name would be looked up, and could change. */
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?");

    /** @throws IllegalArgumentException if the text is no range */
    static HostRange parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("no address or range: " + text);
        }
        try {
            InetAddress network = InetAddress.getByName(form.group(1));
            int all = network.getAddress().length * 8;
            int bits = form.group(2) == null ? all : Integer.parseInt(form.group(2));
            if (bits > all) {
                throw new IllegalArgumentException("prefix too long: " + text);
            }
            return new HostRange(network, bits);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address or range: " + text, e);
        }
    }

    boolean contains(InetAddress host) {
        byte[] a = network.getAddress();
        byte[] b = host.getAddress();
        if (a.length != b.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((a[bit >> 3] & mask) != (b[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }
}
