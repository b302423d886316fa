package dev.yodel.service.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A certificate authority for tests: signs certificates for localhost, written by hand in DER, so that tests need neither a
 * program nor keys in the repository.
 */
public final class TestCertificates {

    /** A certificate and its key, as two PEM files. */
    public record Pair(Path certificate, Path key) {}

    private static final byte[] ECDSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    private static final byte[] COMMON_NAME = oid(0x55, 0x04, 0x03);
    private static final byte[] BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);
    private static final byte[] ALTERNATIVE_NAME = oid(0x55, 0x1d, 0x11);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final Path folder;
    private final String name;
    private final KeyPair keys = generate();
    private final Path certificate;

    /** Creates an authority; its files are written to the folder. */
    public TestCertificates(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        certificate = write(name + ".pem", "CERTIFICATE", sign(name, keys, Duration.ofDays(30), true));
    }

    /** The certificate of the authority, a PEM file. */
    public Path certificate() {
        return certificate;
    }

    /** Issues a certificate for localhost that expires after a time, which may be negative. */
    public Pair issue(String subject, Duration validFor) {
        KeyPair pair = generate();
        return new Pair(
                write(subject + ".pem", "CERTIFICATE", sign(subject, pair, validFor, false)),
                write(subject + "-key.pem", "PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    private byte[] sign(String subject, KeyPair pair, Duration validFor, boolean authority) {
        Instant end = Instant.now().plus(validFor);
        byte[] extension = authority
                ? sequence(BASIC_CONSTRAINTS, tag(0x04, sequence(tag(0x01, new byte[] {-1}))))
                : sequence(ALTERNATIVE_NAME, tag(0x04, sequence(tag(0x82, ascii("localhost")), tag(0x87, loopback()))));
        byte[] body = sequence(
                tag(0xa0, integer(2)),
                integer(SERIAL.getAndIncrement()),
                ECDSA_SHA256,
                distinguished(name),
                sequence(time(end.minus(Duration.ofDays(60))), time(end)),
                distinguished(subject),
                pair.getPublic().getEncoded(),
                tag(0xa3, sequence(extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            return sequence(body, ECDSA_SHA256, tag(0x03, new byte[] {0}, signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path write(String file, String label, byte[] der) {
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
        try {
            return Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] distinguished(String commonName) {
        return sequence(tag(0x31, sequence(COMMON_NAME, tag(0x0c, ascii(commonName)))));
    }

    private static byte[] time(Instant instant) {
        return tag(0x18, ascii(TIME.format(instant)));
    }

    private static byte[] loopback() {
        return InetAddress.getLoopbackAddress().getAddress();
    }

    private static byte[] integer(long value) {
        return tag(0x02, BigInteger.valueOf(value).toByteArray());
    }

    private static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return tag(0x06, content);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] sequence(byte[]... parts) {
        return tag(0x30, parts);
    }

    private static byte[] tag(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length > 255) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length > 127) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
