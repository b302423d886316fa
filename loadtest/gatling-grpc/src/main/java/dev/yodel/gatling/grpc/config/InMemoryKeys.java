package dev.yodel.gatling.grpc.config;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Creates the JDK's trust and key managers from an in-memory key store. */
final class InMemoryKeys {

    private static final char[] NO_PASSWORD = new char[0];

    private InMemoryKeys() {}

    /** Trusts the certificates, and those issued by them. */
    static TrustManager[] trusting(X509Certificate[] certificates) {
        try {
            KeyStore store = empty();
            for (int i = 0; i < certificates.length; i++) {
                store.setCertificateEntry("trusted-" + i, certificates[i]);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("trusted certificates: " + e.getMessage(), e);
        }
    }

    /** Presents the certificates, the first of which belongs to the key. */
    static KeyManager[] identity(PrivateKey key, X509Certificate[] certificates) {
        try {
            KeyStore store = empty();
            store.setKeyEntry("identity", key, NO_PASSWORD, certificates);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("client certificate: " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
