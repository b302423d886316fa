package dev.yodel.service.info;

import com.google.common.collect.Iterables;
import dev.yodel.v1.MetadataEntry;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Selects the request metadata that callers may see: keys on the allow-list, with the values of secrets redacted.
 * Thread-safe.
 *
 * @param allowed matches the keys to expose
 * @param secret matches the keys whose values to redact
 */
record MetadataDisclosure(Pattern allowed, Pattern secret) {

    static final String REDACTED = "<redacted>";

    /** Returns the exposed metadata, ordered by key. */
    List<MetadataEntry> entries(Metadata headers) {
        List<MetadataEntry> entries = new ArrayList<>();
        for (String key : headers.keys().stream().sorted().toList()) {
            for (String value : values(headers, key)) {
                entries.add(
                        MetadataEntry.newBuilder().setKey(key).setValue(value).build());
            }
        }
        return entries;
    }

    /** Returns the exposed values of a key. */
    List<String> values(Metadata headers, String key) {
        if (!allowed.matcher(key).matches()) {
            return List.of();
        }
        boolean hidden = secret.matcher(key).matches();
        List<String> values = new ArrayList<>();
        for (String value : all(headers, key)) {
            values.add(hidden ? REDACTED : value);
        }
        return values;
    }

    private static Iterable<String> all(Metadata headers, String key) {
        if (key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
            return Iterables.transform(
                    headers.getAll(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER)),
                    Base64.getEncoder()::encodeToString);
        }
        Iterable<String> values = headers.getAll(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER));
        return values == null ? List.of() : values;
    }
}
