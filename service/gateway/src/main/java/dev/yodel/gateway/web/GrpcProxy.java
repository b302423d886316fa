package dev.yodel.gateway.web;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.yodel.gateway.call.Upstream;
import dev.yodel.gateway.limits.BodySize;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Passes calls of gRPC-Web, and of gRPC, on to the server: messages, metadata, deadline, cancellation and status, with flow
 * control in both directions.
 */
final class GrpcProxy<ReqT, RespT> implements ServerCallHandler<ReqT, RespT> {

    /** What belongs to the HTTP request; the channel sets its own. */
    private static final Set<String> OF_REQUEST = Set.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "cache-control",
            "connection",
            "content-length",
            "content-type",
            "cookie",
            "dnt",
            "grpc-accept-encoding",
            "grpc-encoding",
            "grpc-timeout",
            "host",
            "origin",
            "pragma",
            "referer",
            "te",
            "transfer-encoding",
            "user-agent",
            "x-grpc-web",
            "x-user-agent",
            "upgrade",
            "http2-settings");

    private final Upstream upstream;
    private final MethodDescriptor<ReqT, RespT> method;

    private GrpcProxy(Upstream upstream, MethodDescriptor<ReqT, RespT> method) {
        this.upstream = upstream;
        this.method = method;
    }

    /** A service whose calls go to the server. */
    static ServerServiceDefinition of(ServiceDescriptor service, Upstream upstream) {
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
        for (MethodDescriptor<?, ?> method : service.getMethods()) {
            add(definition, method, upstream);
        }
        return definition.build();
    }

    private static <A, B> void add(
            ServerServiceDefinition.Builder definition, MethodDescriptor<A, B> method, Upstream upstream) {
        definition.addMethod(method, new GrpcProxy<>(upstream, method));
    }

    @Override
    public ServerCall.Listener<ReqT> startCall(ServerCall<ReqT, RespT> incoming, Metadata headers) {
        ClientCall<ReqT, RespT> outgoing = upstream.channel().newCall(method, options(headers));
        ProxiedCall<ReqT, RespT> call =
                new ProxiedCall<>(incoming, outgoing, BodySize.of(ServiceRequestContext.current()));
        outgoing.start(call.responses(), passedOn(headers));
        outgoing.request(1);
        incoming.request(1);
        return call.requests();
    }

    private static Metadata passedOn(Metadata headers) {
        Metadata passed = new Metadata();
        for (String key : headers.keys()) {
            boolean ofRequest = OF_REQUEST.contains(key)
                    || key.startsWith(":")
                    || key.startsWith("sec-")
                    || key.startsWith("grpc-previous");
            if (ofRequest) {
                continue;
            }
            if (key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                copy(headers, passed, Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER));
            } else {
                copy(headers, passed, Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER));
            }
        }
        return passed;
    }

    private static <T> void copy(Metadata from, Metadata to, Metadata.Key<T> key) {
        Iterable<T> values = from.getAll(key);
        if (values != null) {
            values.forEach(value -> to.put(key, value));
        }
    }

    private static CallOptions options(Metadata headers) {
        String timeout = headers.get(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER));
        if (timeout == null || !timeout.matches("[0-9]{1,8}[HMSmun]")) {
            return CallOptions.DEFAULT;
        }
        TimeUnit unit = switch (timeout.charAt(timeout.length() - 1)) {
            case 'H' -> TimeUnit.HOURS;
            case 'M' -> TimeUnit.MINUTES;
            case 'S' -> TimeUnit.SECONDS;
            case 'm' -> TimeUnit.MILLISECONDS;
            case 'u' -> TimeUnit.MICROSECONDS;
            default -> TimeUnit.NANOSECONDS;
        };
        return CallOptions.DEFAULT.withDeadlineAfter(Long.parseLong(timeout, 0, timeout.length() - 1, 10), unit);
    }
}
