package dev.yodel.gatling.grpc.config;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;

/**
 * Who we are to servers that ask. Immutable.
 *
 * @param certificates a PEM file of our certificate, and after it of those that lead to one that servers trust
 * @param key a PEM file of its private key: PKCS #8, not encrypted
 */
public record TlsIdentity(Path certificates, Path key) {

    private static final byte[] SAMPLE = {42};

    KeyManager[] keyManagers() {
        X509Certificate[] chain =
                PemFile.read("client certificate", certificates).certificates();
        PublicKey publicKey = chain[0].getPublicKey();
        PemFile keyFile = PemFile.read("client key", key);
        PrivateKey privateKey = keyFile.privateKey(publicKey.getAlgorithm());
        if (!belongTogether(privateKey, publicKey)) {
            throw keyFile.unlike("the key that belongs to " + certificates, null);
        }
        return InMemoryKeys.identity(privateKey, chain);
    }

    /** Whether what one has signed is signed for the other. Nobody else checks: the first handshake would fail on it. */
    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        try {
            Signature signature = Signature.getInstance(algorithm(publicKey.getAlgorithm()));
            signature.initSign(privateKey);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String algorithm(String key) {
        return switch (key) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key; // the Edwards curves sign by their own name
        };
    }
}
