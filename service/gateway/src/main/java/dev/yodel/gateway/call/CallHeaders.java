package dev.yodel.gateway.call;

import com.google.common.io.BaseEncoding;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.yodel.gateway.json.BadInputException;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP headers and gRPC metadata. To the server pass authorization, traces, what begins with {@code yodel-} or {@code x-},
 * and {@code grpc-metadata-KEY} as KEY; back come {@code grpc-metadata-KEY} and {@code grpc-trailer-KEY}.
 */
public final class CallHeaders {

    private static final String PREFIX = "grpc-metadata-";
    private static final Set<String> PASSED =
            Set.of("authorization", "traceparent", "tracestate", "baggage", "b3", "forwarded");
    private static final Pattern KEY = Pattern.compile("[0-9a-z_.-]+");
    private static final Pattern TIMEOUT = Pattern.compile("([0-9]{1,8})([HMSmun])");
    private static final Map<String, TimeUnit> UNITS = Map.of(
            "H", TimeUnit.HOURS,
            "M", TimeUnit.MINUTES,
            "S", TimeUnit.SECONDS,
            "m", TimeUnit.MILLISECONDS,
            "u", TimeUnit.MICROSECONDS,
            "n", TimeUnit.NANOSECONDS);
    private static final Metadata.Key<String> FORWARDED_FOR =
            Metadata.Key.of("x-forwarded-for", Metadata.ASCII_STRING_MARSHALLER);

    private CallHeaders() {}

    /** The metadata of the call for a request. */
    public static Metadata metadata(ServiceRequestContext context, RequestHeaders headers) throws BadInputException {
        Metadata metadata = new Metadata();
        for (Map.Entry<io.netty.util.AsciiString, String> header : headers) {
            String name = header.getKey().toString();
            if (name.startsWith(PREFIX)) {
                put(metadata, name, name.substring(PREFIX.length()), header.getValue());
            } else if (PASSED.contains(name) || name.startsWith("yodel-") || name.startsWith("x-")) {
                put(metadata, name, name, header.getValue());
            }
        }
        metadata.put(FORWARDED_FOR, context.clientAddress().getHostAddress());
        return metadata;
    }

    /** The options of the call for a request: its deadline, from {@code grpc-timeout}. */
    public static CallOptions options(RequestHeaders headers) throws BadInputException {
        String timeout = headers.get("grpc-timeout");
        if (timeout == null) {
            return CallOptions.DEFAULT;
        }
        Matcher matcher = TIMEOUT.matcher(timeout);
        if (!matcher.matches()) {
            throw new BadInputException("", "grpc-timeout: " + timeout + " (expected: such as 500m or 10S)");
        }
        return CallOptions.DEFAULT.withDeadlineAfter(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
    }

    /** Adds what came before the first message. */
    public static void addHeaders(ResponseHeadersBuilder response, Metadata headers) {
        forEach(headers, (key, value) -> response.add(PREFIX + key, value));
    }

    /** Adds what came after the last message. */
    public static void addTrailers(HttpHeadersBuilder response, Metadata trailers) {
        forEach(trailers, (key, value) -> {
            if (key.equals("server-timing")) {
                response.add(key, value);
            } else {
                response.add("grpc-trailer-" + key, value);
            }
        });
    }

    private static TimeUnit unit(String text) {
        return UNITS.getOrDefault(text, TimeUnit.NANOSECONDS);
    }

    private static void put(Metadata metadata, String header, String key, String value) throws BadInputException {
        if (!KEY.matcher(key).matches()) {
            throw new BadInputException("", header + ": no usable key (expected: 0-9, a-z, _, - and .)");
        }
        if (!key.endsWith("-bin")) {
            metadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
            return;
        }
        try {
            byte[] bytes = BaseEncoding.base64().omitPadding().decode(value.replace("=", ""));
            metadata.put(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER), bytes);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("", header + ": no base64 (expected: base64, because of -bin)");
        }
    }

    /** What gRPC itself adds is left out. */
    private static void forEach(Metadata metadata, BiConsumer<String, String> consumer) {
        for (String key : metadata.keys()) {
            if (key.startsWith("grpc-") || key.equals("content-type")) {
                continue;
            }
            if (key.endsWith("-bin")) {
                Iterable<byte[]> values = metadata.getAll(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER));
                if (values != null) {
                    values.forEach(value -> consumer.accept(
                            key, BaseEncoding.base64().omitPadding().encode(value)));
                }
                continue;
            }
            Iterable<String> values = metadata.getAll(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER));
            if (values != null) {
                values.forEach(value -> consumer.accept(key, value));
            }
        }
    }
}
