package dev.yodel.gatling.grpc.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PEM file that was read. What is wrong with it is one line that names its use, its path and what was expected.
 *
 * @param use what it is for, as errors call it
 * @param path where it is
 * @param parts what stands between its BEGIN and END lines, in that order
 */
record PemFile(String use, Path path, List<Part> parts) {

    private static final Pattern PART =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";
    private static final String ONE_KEY = "one PRIVATE KEY, which is PKCS #8 and not encrypted";

    static PemFile read(String use, Path path) {
        try {
            String text = Files.readString(path, StandardCharsets.ISO_8859_1);
            List<Part> parts = new ArrayList<>();
            Matcher matcher = PART.matcher(text);
            while (matcher.find()) {
                parts.add(new Part(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            }
            return new PemFile(use, path, List.copyOf(parts));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("%s: %s (expected: an existing file)".formatted(use, path), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("%s: %s (expected: a readable file)".formatted(use, path), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s (expected: a PEM file)".formatted(use, path), e);
        }
    }

    /** Its certificates, at least one. */
    X509Certificate[] certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Part part : parts) {
                if (part.label.equals(CERTIFICATE)) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(part.bytes)));
                }
            }
        } catch (CertificateException e) {
            throw unlike("X.509 certificates", e);
        }
        if (certificates.isEmpty()) {
            throw unlike("at least one " + CERTIFICATE, null);
        }
        return certificates.toArray(X509Certificate[]::new);
    }

    /** Its private key, of that algorithm. */
    PrivateKey privateKey(String algorithm) {
        List<Part> keys = parts.stream().filter(part -> part.label.equals(KEY)).toList();
        if (keys.size() != 1) {
            throw unlike(ONE_KEY, null);
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(keys.get(0).bytes));
        } catch (GeneralSecurityException e) {
            throw unlike("the %s key that belongs to the certificate".formatted(algorithm), e);
        }
    }

    /** What is to be said of a file that holds something else. */
    IllegalArgumentException unlike(String expected, @Nullable Exception cause) {
        String found = parts.isEmpty()
                ? "nothing in PEM form"
                : String.join(", ", parts.stream().map(Part::label).toList());
        return new IllegalArgumentException("%s: %s: %s (expected: %s)".formatted(use, path, found, expected), cause);
    }

    /**
     * One part of the file.
     *
     * @param label what its BEGIN line says it is
     * @param bytes what it says, decoded
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never handed out
    record Part(String label, byte[] bytes) {}
}
