package dev.yodel.loadtest.plan;

import java.util.regex.Pattern;

/**
 * One entry of the metadata that goes with each call.
 *
 * @param key its key, as gRPC allows them
 * @param value its value; may be a secret, and so is told nowhere
 */
public record MetadataEntry(String key, String value) {

    private static final Pattern KEY = Pattern.compile("[0-9a-z_.-]+");

    public MetadataEntry {
        if (!KEY.matcher(key).matches() || key.startsWith("grpc-")) {
            throw new IllegalArgumentException(
                    "metadata key: %s (expected: 0-9 a-z _ . - and not grpc-)".formatted(key));
        }
    }

    /**
     * The entry that the text names.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static MetadataEntry parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("%s (expected: key:value)".formatted(text));
        }
        return new MetadataEntry(
                text.substring(0, colon), text.substring(colon + 1).strip());
    }

    @Override
    public String toString() {
        return key;
    }
}
