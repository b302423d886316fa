package dev.yodel.service.info;

import dev.yodel.v1.MetadataEntry;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Which request metadata is told back to callers: keys on the allow-list, and of those the values of secrets are
 * replaced. Patterns are whole keys in lower case, where a {@code *} at either end stands for anything. Thread-safe.
 *
 * @param allowed patterns of the keys that are told
 * @param secret patterns of the keys whose values are not
 */
public record MetadataDisclosure(List<String> allowed, List<String> secret) {

    static final String REDACTED = "<redacted>";

    public MetadataDisclosure {
        allowed = List.copyOf(allowed);
        secret = List.copyOf(secret);
    }

    /** What of the metadata may be told, in the order of its keys. */
    List<MetadataEntry> entries(Metadata headers) {
        List<MetadataEntry> entries = new ArrayList<>();
        for (String key : headers.keys().stream().sorted().toList()) {
            if (matches(allowed, key)) {
                boolean hidden = matches(secret, key);
                for (String value : values(headers, key)) {
                    entries.add(MetadataEntry.newBuilder()
                            .setKey(key)
                            .setValue(hidden ? REDACTED : value)
                            .build());
                }
            }
        }
        return entries;
    }

    private static List<String> values(Metadata headers, String key) {
        List<String> values = new ArrayList<>();
        if (key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
            headers.getAll(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER))
                    .forEach(bytes -> values.add(Base64.getEncoder().encodeToString(bytes)));
        } else {
            headers.getAll(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER))
                    .forEach(values::add);
        }
        return values;
    }

    private static boolean matches(List<String> patterns, String key) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, key));
    }

    private static boolean matches(String pattern, String key) {
        boolean anyStart = pattern.startsWith("*");
        boolean anyEnd = pattern.endsWith("*") && pattern.length() > 1;
        String core = pattern.substring(anyStart ? 1 : 0, pattern.length() - (anyEnd ? 1 : 0));
        if (anyStart && anyEnd) {
            return key.contains(core);
        }
        if (anyStart) {
            return key.endsWith(core);
        }
        return anyEnd ? key.startsWith(core) : key.equals(core);
    }
}
