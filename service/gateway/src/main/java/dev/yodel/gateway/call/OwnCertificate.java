package dev.yodel.gateway.call;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;

/**
 * Trusts the server's own certificate and no other. Its name is that by which clients know the server, not that of the
 * loopback, so it is compared as a whole.
 */
final class OwnCertificate extends X509ExtendedTrustManager {

    private static final String[] KEY_TYPES = {"EC", "RSA", "EdDSA", "DSA"};

    private final X509KeyManager identity;

    OwnCertificate(X509KeyManager identity) {
        this.identity = identity;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        for (String keyType : KEY_TYPES) {
            String[] aliases = identity.getServerAliases(keyType, null);
            if (aliases != null && Arrays.stream(aliases).anyMatch(alias -> isOwn(alias, chain[0]))) {
                return;
            }
        }
        throw new CertificateException("another certificate than the server's own");
    }

    private boolean isOwn(String alias, X509Certificate certificate) {
        X509Certificate[] own = identity.getCertificateChain(alias);
        return own != null && own.length > 0 && own[0].equals(certificate);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("for servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
