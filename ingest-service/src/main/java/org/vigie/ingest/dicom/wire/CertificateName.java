package org.vigie.ingest.dicom.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/** Whom a certificate names (RFC 9525): its alternative names, and its subject where a site says so. */
public final class CertificateName {
    /** Whoever the trust store's authorities signed. */
    public static final String ANY = "*";

    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private CertificateName() {}

    /** @param expected a host name, an address, a distinguished name such as {@code CN=pacs,O=Hospital}, or {@link #ANY} */
    public static boolean matches(X509Certificate certificate, String expected) {
        if (expected.equals(ANY)) {
            return true;
        }
        if (expected.contains("=")) {
            return certificate.getSubjectX500Principal().equals(new X500Principal(expected));
        }
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null && names.stream().anyMatch(name -> names(name, expected));
        } catch (CertificateParsingException broken) {
            return false;
        }
    }

    private static boolean names(List<?> name, String expected) {
        String text = String.valueOf(name.get(1));
        return switch ((Integer) name.get(0)) {
            case DNS -> isHost(text.toLowerCase(Locale.ROOT), expected.toLowerCase(Locale.ROOT));
            case ADDRESS -> isAddress(expected) && isAddress(text) && same(text, expected);
            default -> false;
        };
    }

    /** A star stands for the whole first label, and for one. */
    private static boolean isHost(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0
                && !isAddress(host)
                && pattern.indexOf('.', 2) > 0
                && host.substring(dot).equals(pattern.substring(1));
    }

    private static boolean isAddress(String text) {
        return text.indexOf(':') >= 0 || text.matches("[0-9.]+");
    }

    /** Literals only: nothing is looked up. */
    private static boolean same(String one, String other) {
        try {
            return InetAddress.getByName(one).equals(InetAddress.getByName(other));
        } catch (UnknownHostException no) {
            return false;
        }
    }
}
