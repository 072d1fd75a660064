package org.vigie.access;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An issuer after OpenID Connect Discovery 1.0 and RFC 7517 to 7519: metadata, key set, tokens signed with RS256. */
public final class TokenIssuer implements AutoCloseable {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final KeyPair keys;
    private final KeyPair others;

    public TokenIssuer() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        this.keys = generator.generateKeyPair();
        this.others = generator.generateKeyPair();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/realm/.well-known/openid-configuration", """
            {"issuer": "%1$s", "jwks_uri": "%1$s/jwks", "token_endpoint": "%1$s/token",
             "authorization_endpoint": "%1$s/authorize", "response_types_supported": ["code"],
             "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}
            """.formatted(address()));
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        answer("/realm/jwks", """
            {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": "%s", "e": "%s"}]}
            """.formatted(number(key.getModulus()), number(key.getPublicExponent())));
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/realm";
    }

    /** Claims of a token that is valid for five minutes; {@code roles} as JSON texts, such as {@code "a","b"}. */
    public String claims(String audience, String roles) {
        return claims(address(), audience, roles, System.currentTimeMillis() / 1000 + 300);
    }

    public String claims(String issuer, String audience, String roles, long expires) {
        return """
            {"iss": "%s", "aud": "%s", "sub": "u-1", "preferred_username": "olga", "groups": [%s],
             "iat": %d, "exp": %d}
            """.formatted(issuer, audience, roles, expires - 300, expires);
    }

    /** Signed with the key of the key set. */
    public String signed(String claims) throws GeneralSecurityException {
        return signed(claims, keys);
    }

    /** Signed with a key nobody has published, under the name of the one that is. */
    public String forged(String claims) throws GeneralSecurityException {
        return signed(claims, others);
    }

    public String unsigned(String claims) {
        return encoded("{\"alg\": \"none\", \"typ\": \"JWT\"}") + "." + encoded(claims) + ".";
    }

    public String withoutSignature(String claims) throws GeneralSecurityException {
        String token = signed(claims);
        return token.substring(0, token.lastIndexOf('.') + 1);
    }

    /** HMAC with the public key as secret: a verifier that lets the token choose the algorithm takes it. */
    public String confused(String claims) throws GeneralSecurityException {
        String content = encoded("{\"alg\": \"HS256\", \"kid\": \"1\"}") + "." + encoded(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
        return content + "." + BASE64.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String signed(String claims, KeyPair keys) throws GeneralSecurityException {
        String content = encoded("{\"alg\": \"RS256\", \"typ\": \"JWT\", \"kid\": \"1\"}") + "." + encoded(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + BASE64.encodeToString(signature.sign());
    }

    private void answer(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
