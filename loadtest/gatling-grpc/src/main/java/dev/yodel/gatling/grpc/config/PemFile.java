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
 * The contents of a PEM file. Errors are one line with its use, its path and what was expected.
 *
 * @param use its use, for errors
 * @param path its path
 * @param blocks its blocks between BEGIN and END lines, in order
 */
record PemFile(String use, Path path, List<Block> blocks) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";
    private static final String ONE_KEY = "one PRIVATE KEY, which is PKCS #8 and not encrypted";

    static PemFile read(String use, Path path) {
        try {
            String text = Files.readString(path, StandardCharsets.ISO_8859_1);
            List<Block> blocks = new ArrayList<>();
            Matcher matcher = BLOCK.matcher(text);
            while (matcher.find()) {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            }
            return new PemFile(use, path, List.copyOf(blocks));
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
            for (Block block : blocks) {
                if (block.label.equals(CERTIFICATE)) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes)));
                }
            }
        } catch (CertificateException e) {
            throw mismatch("X.509 certificates", e);
        }
        if (certificates.isEmpty()) {
            throw mismatch("at least one " + CERTIFICATE, null);
        }
        return certificates.toArray(X509Certificate[]::new);
    }

    /** Its private key, of the given algorithm. */
    PrivateKey privateKey(String algorithm) {
        List<Block> keys =
                blocks.stream().filter(block -> block.label.equals(KEY)).toList();
        if (keys.size() != 1) {
            throw mismatch(ONE_KEY, null);
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(keys.get(0).bytes));
        } catch (GeneralSecurityException e) {
            throw mismatch("the %s key that belongs to the certificate".formatted(algorithm), e);
        }
    }

    /** The error for a file with other contents. */
    IllegalArgumentException mismatch(String expected, @Nullable Exception cause) {
        String found = blocks.isEmpty()
                ? "nothing in PEM form"
                : String.join(", ", blocks.stream().map(Block::label).toList());
        return new IllegalArgumentException("%s: %s: %s (expected: %s)".formatted(use, path, found, expected), cause);
    }

    /**
     * A block of the file.
     *
     * @param label the label of its BEGIN line
     * @param bytes its decoded contents
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never handed out
    record Block(String label, byte[] bytes) {}
}
