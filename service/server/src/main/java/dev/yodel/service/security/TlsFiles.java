package dev.yodel.service.security;

import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/**
 * The PEM files of TLS.
 *
 * @param certificate the server's certificate chain
 * @param key its private key
 * @param clientCa the authorities that sign client certificates; not read with {@link ClientAuth#NONE}
 */
public record TlsFiles(Path certificate, Path key, Path clientCa) {

    /** The certificates of a PEM file: at least one. */
    static X509Certificate[] certificates(String setting, Path file, byte[] content) throws IOException {
        try {
            X509Certificate[] certificates = CertificateUtils.getX509Certificates(new ByteArrayInputStream(content));
            if (certificates.length > 0) {
                return certificates;
            }
        } catch (CertificateException e) {
            throw new IOException(unreadable(setting, file), e);
        }
        throw new IOException(unreadable(setting, file));
    }

    private static String unreadable(String setting, Path file) {
        return setting + ": " + file + " (expected: certificates in PEM, which begin with BEGIN CERTIFICATE)";
    }
}
