package dev.yodel.loadtest.plan;

import dev.yodel.gatling.grpc.config.AsciiHeader;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One metadata entry of each call.
 *
 * @param key a key that gRPC allows
 * @param value its value, in base64 if the key ends with {@code -bin}; possibly a secret, thus printed nowhere
 */
public record MetadataEntry(String key, String value) {

    private static final String BINARY = "-bin";
    private static final int FIRST_PRINTABLE = ' ';
    private static final int LAST_PRINTABLE = '~';
    private static final Pattern KEY = Pattern.compile("[0-9a-z_.-]+");

    public MetadataEntry {
        if (!KEY.matcher(key).matches() || key.startsWith("grpc-")) {
            throw new IllegalArgumentException(
                    "metadata key: %s (expected: 0-9 a-z _ . - and not grpc-)".formatted(key));
        }
        if (AsciiHeader.isReserved(key)) {
            throw new IllegalArgumentException(
                    "metadata key: %s (expected: another key, gRPC sets this one itself)".formatted(key));
        }
        if (isBinary(key)) {
            checkBase64(key, value);
        } else {
            checkAscii(key, value);
        }
    }

    private static void checkBase64(String key, String value) {
        try {
            Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "metadata %s: not base64 (expected: base64, because the key ends with %s)".formatted(key, BINARY),
                    e);
        }
    }

    private static void checkAscii(String key, String value) {
        value.chars()
                .filter(character -> character < FIRST_PRINTABLE || character > LAST_PRINTABLE)
                .findFirst()
                .ifPresent(character -> {
                    throw new IllegalArgumentException(
                            "metadata %s: character U+%04X (expected: printable ASCII, or a key ending with %s and base64)"
                                    .formatted(key, character, BINARY));
                });
    }

    private static boolean isBinary(String key) {
        return key.endsWith(BINARY);
    }

    /** Whether the value is binary. */
    public boolean isBinary() {
        return isBinary(key);
    }

    /** The bytes of a binary value. */
    public byte[] bytes() {
        return Base64.getDecoder().decode(value);
    }

    /** Adds it to the metadata of a call. */
    public void addTo(Metadata metadata) {
        if (isBinary()) {
            metadata.put(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER), bytes());
        } else {
            metadata.put(AsciiHeader.key(key), value);
        }
    }

    /**
     * Reads {@code key:value}. The key is lower-cased, as HTTP/2 requires.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static MetadataEntry parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("%s (expected: key:value)".formatted(text));
        }
        return new MetadataEntry(
                text.substring(0, colon).toLowerCase(Locale.ROOT),
                text.substring(colon + 1).strip());
    }

    /** All texts that may have expressions: messages, and values that are no bytes. */
    public static List<String> texts(List<String> data, List<MetadataEntry> metadata) {
        List<String> texts = new ArrayList<>(data);
        metadata.stream()
                .filter(entry -> !entry.isBinary())
                .map(MetadataEntry::value)
                .forEach(texts::add);
        return texts;
    }

    @Override
    public String toString() {
        return key;
    }
}
