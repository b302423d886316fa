package dev.yodel.gatling.grpc.config;

import io.grpc.Metadata;

/**
 * Marshals text metadata. Characters that HTTP/2 cannot carry are an error: gRPC would drop the whole entry and only
 * log it.
 */
public final class AsciiHeader implements Metadata.AsciiMarshaller<String> {

    private static final AsciiHeader MARSHALLER = new AsciiHeader();

    private static final char FIRST = ' ';
    private static final char LAST = '~';

    private AsciiHeader() {}

    /** The key of a text entry. */
    public static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, MARSHALLER);
    }

    @Override
    public String toAsciiString(String value) {
        for (int i = 0; i < value.length(); i++) {
            char at = value.charAt(i);
            if (at < FIRST || at > LAST) {
                throw new IllegalArgumentException(
                        "character U+%04X at %d (expected: printable ASCII, or a name that ends with -bin)"
                                .formatted((int) at, i));
            }
        }
        return value;
    }

    @Override
    public String parseAsciiString(String serialized) {
        return serialized;
    }
}
