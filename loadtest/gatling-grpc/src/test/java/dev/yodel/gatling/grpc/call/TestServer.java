package dev.yodel.gatling.grpc.call;

import com.google.protobuf.StringValue;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A real server on loopback whose methods do what they are told by raw handlers. By default each answers a message with
 * the same message and ends when the client does.
 */
public final class TestServer implements AutoCloseable {

    public static final MethodDescriptor<StringValue, StringValue> UNARY = method("Unary", MethodType.UNARY);
    static final MethodDescriptor<StringValue, StringValue> EXPAND = method("Expand", MethodType.SERVER_STREAMING);
    static final MethodDescriptor<StringValue, StringValue> COLLECT = method("Collect", MethodType.CLIENT_STREAMING);
    public static final MethodDescriptor<StringValue, StringValue> CHAT = method("Chat", MethodType.BIDI_STREAMING);

    final AtomicInteger cancelled = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    private final Server server;

    public TestServer() {
        this(null, builder -> builder);
    }

    /** A server whose every method is handled so. */
    public TestServer(ServerCallHandler<StringValue, StringValue> handler) {
        this(handler, builder -> builder);
    }

    /** A server that is built so. */
    static TestServer built(UnaryOperator<NettyServerBuilder> how) {
        return new TestServer(null, how);
    }

    /** A server whose every method is handled so, and that is built so. */
    static TestServer built(
            ServerCallHandler<StringValue, StringValue> handler, UnaryOperator<NettyServerBuilder> how) {
        return new TestServer(handler, how);
    }

    /** A server that shows the certificate of that name. */
    static TestServer withTls(String certificate, UnaryOperator<NettyServerBuilder> how) {
        return built(builder -> how.apply(builder.useTransportSecurity(
                TestTls.file(certificate + ".pem").toFile(),
                TestTls.file(certificate + ".key").toFile())));
    }

    private TestServer(
            @Nullable ServerCallHandler<StringValue, StringValue> handler, UnaryOperator<NettyServerBuilder> how) {
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder("test.Echo");
        service.addMethod(served(UNARY), handler == null ? counting(this::echoOnce) : counting(handler));
        service.addMethod(served(EXPAND), handler == null ? counting(this::expand) : counting(handler));
        service.addMethod(served(COLLECT), handler == null ? counting(this::echoOnce) : counting(handler));
        service.addMethod(served(CHAT), handler == null ? counting(this::echo) : counting(handler));
        try {
            server = how.apply(NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                            .directExecutor()
                            .addService(service.build()))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public String target() {
        return "127.0.0.1:" + server.getPort();
    }

    Server server() {
        return server;
    }

    static StringValue text(String text) {
        return StringValue.of(text);
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private ServerCallHandler<StringValue, StringValue> counting(ServerCallHandler<StringValue, StringValue> handler) {
        return (call, headers) -> {
            opened.incrementAndGet();
            ServerCall.Listener<StringValue> listener = handler.startCall(call, headers);
            return new io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener<>(listener) {
                @Override
                public void onCancel() {
                    cancelled.incrementAndGet();
                    super.onCancel();
                }
            };
        };
    }

    /** Answers the last message once the client half-closes; "fail CODE text" fails so, "never" never. */
    private ServerCall.Listener<StringValue> echoOnce(ServerCall<StringValue, StringValue> call, Metadata headers) {
        call.request(Integer.MAX_VALUE);
        return new ServerCall.Listener<>() {
            private String last = "";

            @Override
            public void onMessage(StringValue message) {
                last = message.getValue();
            }

            @Override
            public void onHalfClose() {
                answer(call, last);
            }
        };
    }

    private static void answer(ServerCall<StringValue, StringValue> call, String text) {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("server-timing", Metadata.ASCII_STRING_MARSHALLER), "app;dur=1.5");
        if (text.equals("never")) {
            return;
        }
        if (text.startsWith("fail ")) {
            String[] words = text.split(" ", 3);
            call.close(
                    Status.fromCode(Status.Code.valueOf(words[1])).withDescription(words.length > 2 ? words[2] : null),
                    trailers);
            return;
        }
        Metadata responseHeaders = new Metadata();
        responseHeaders.put(Metadata.Key.of("color", Metadata.ASCII_STRING_MARSHALLER), "blue");
        call.sendHeaders(responseHeaders);
        call.sendMessage(text(text));
        call.close(Status.OK, trailers);
    }

    /** Sends as many messages as the request says. */
    private ServerCall.Listener<StringValue> expand(ServerCall<StringValue, StringValue> call, Metadata headers) {
        call.request(1);
        return new ServerCall.Listener<>() {
            private int left;
            private int sent;
            private boolean asked;

            @Override
            public void onMessage(StringValue message) {
                left = Integer.parseInt(message.getValue());
                asked = true;
                call.sendHeaders(new Metadata());
                push();
            }

            @Override
            public void onReady() {
                if (asked) {
                    push();
                }
            }

            private void push() {
                while (left > 0 && call.isReady()) {
                    left--;
                    call.sendMessage(text("m" + sent++));
                }
                if (left == 0) {
                    left = -1;
                    call.close(Status.OK, new Metadata());
                }
            }
        };
    }

    private ServerCall.Listener<StringValue> echo(ServerCall<StringValue, StringValue> call, Metadata headers) {
        call.sendHeaders(new Metadata());
        call.request(1);
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(StringValue message) {
                String text = message.getValue();
                if (text.startsWith("fail ")) {
                    answer(call, text);
                    return;
                }
                if (text.startsWith("last ")) {
                    call.sendMessage(message);
                    answer(call, text.substring("last ".length()));
                    return;
                }
                if (text.equals("bye")) {
                    call.close(Status.OK, new Metadata());
                    return;
                }
                if (!text.equals("never")) {
                    call.sendMessage(message);
                }
                call.request(1);
            }

            @Override
            public void onHalfClose() {
                call.close(Status.OK, new Metadata());
            }
        };
    }

    /** The method as the server sees it: with no rule on the number of messages, so that it can break any. */
    private static MethodDescriptor<StringValue, StringValue> served(
            MethodDescriptor<StringValue, StringValue> method) {
        return method.toBuilder().setType(MethodType.BIDI_STREAMING).build();
    }

    private static MethodDescriptor<StringValue, StringValue> method(String name, MethodType type) {
        return MethodDescriptor.<StringValue, StringValue>newBuilder()
                .setFullMethodName("test.Echo/" + name)
                .setType(type)
                .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
                .build();
    }
}
