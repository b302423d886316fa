package dev.yodel.gatling.grpc.config;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;

/**
 * The client certificate for mTLS. Immutable.
 *
 * @param certificates a PEM file with the certificate, followed by its chain to one that servers trust
 * @param key a PEM file with its private key: unencrypted PKCS #8
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
            throw keyFile.mismatch("the key that belongs to " + certificates, null);
        }
        return InMemoryKeys.identity(privateKey, chain);
    }

    /** Whether the public key verifies a signature of the private key. Otherwise the first handshake would fail. */
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
