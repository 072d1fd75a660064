package org.vigie.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import java.util.Optional;

/** Looks into a store before the server does, which would name one fault at a time and no key. */
final class Pkcs12 {
    private Pkcs12() {}

    /** @param key whether a private key is needed, else a certificate */
    static Optional<String> fault(Path file, String password, boolean key) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                if (key && store.isKeyEntry(alias)) {
                    store.getKey(alias, password.toCharArray());
                    return Optional.empty();
                }
                if (!key && store.isCertificateEntry(alias)) {
                    return Optional.empty();
                }
            }
            return Optional.of(key ? "holds no private key" : "holds no trusted certificate");
        } catch (UnrecoverableKeyException e) {
            return Optional.of("password does not open the private key");
        } catch (IOException e) {
            return Optional.of(
                    e.getCause() instanceof UnrecoverableKeyException ? "wrong password" : "no PKCS12 store");
        } catch (GeneralSecurityException e) {
            return Optional.of("no PKCS12 store");
        }
    }
}
