package org.vigie.ingest.dicom.wire;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts a server whose certificate is signed by an authority of the trust store <em>and</em> names the peer that was
 * called. The library checks the first alone: any station of the hospital could stand in for the PACS.
 */
public final class PeerTrust extends X509ExtendedTrustManager {
    private final X509TrustManager authorities;
    private final Map<String, String> expected;

    /** @param expected by {@code host:port}, what the certificate must name; others must name their host */
    public PeerTrust(X509TrustManager authorities, Map<String, String> expected) {
        this.authorities = authorities;
        this.expected = Map.copyOf(expected);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        authorities.checkServerTrusted(chain, authType);
        SSLSession session = socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null;
        if (session == null) {
            throw new CertificateException("no handshake");
        }
        String host = session.getPeerHost();
        String name = expected.getOrDefault(host + ":" + session.getPeerPort(), host);
        if (!CertificateName.matches(chain[0], name)) {
            throw new CertificateException("the certificate does not name " + name);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("sockets only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("sockets only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("servers only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
