package dev.yodel.service.security;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate chain and private key, from two PEM files. A pair that does not match is refused before it is
 * used. Thread-safe; only one thread may refresh it.
 */
final class TlsIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);
    private static final byte[] PROBE = "yodel".getBytes(StandardCharsets.US_ASCII);

    private final AdvancedTlsX509KeyManager keyManager = new AdvancedTlsX509KeyManager();
    private final Path certificateFile;
    private final Path keyFile;
    private final WatchedFiles files;
    private volatile Instant expiry = Instant.MAX;

    TlsIdentity(Path certificateFile, Path keyFile, ReloadListener listener) throws IOException {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        files = WatchedFiles.read("certificate", List.of(certificateFile, keyFile), this::load, listener);
    }

    AdvancedTlsX509KeyManager keyManager() {
        return keyManager;
    }

    /** When the first certificate of the chain expires. */
    Instant expiry() {
        return expiry;
    }

    void refresh() {
        files.refresh();
    }

    private void load(List<byte[]> contents) throws IOException {
        X509Certificate[] chain = TlsFiles.certificates("tls-cert", certificateFile, contents.get(0));
        PrivateKey key = key(contents.get(1));
        if (!matches(chain[0], key)) {
            throw new IOException("tls-key: " + keyFile + " does not belong to the certificate in " + certificateFile
                    + " (expected: the private key of that certificate)");
        }
        keyManager.updateIdentityCredentials(chain, key);
        expiry = chain[0].getNotAfter().toInstant();
        if (expiry.isBefore(Instant.now())) {
            LOG.warn("tls-cert: {} expired at {} (expected: a valid certificate)", certificateFile, expiry);
        }
    }

    /** Without the cause, which may quote the key. */
    private PrivateKey key(byte[] content) throws IOException {
        try {
            PrivateKey key = CertificateUtils.getPrivateKey(new ByteArrayInputStream(content));
            if (key != null) {
                return key;
            }
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            LOG.debug("tls-key: {} in {}", e.getClass().getName(), keyFile);
        }
        throw new IOException("tls-key: " + keyFile
                + " (expected: an unencrypted RSA or EC key in PKCS#8 PEM, which begins with BEGIN PRIVATE KEY;"
                + " convert others with: openssl pkcs8 -topk8 -nocrypt)");
    }

    private static boolean matches(X509Certificate certificate, PrivateKey key) {
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // A key of another kind.
        }
    }
}
