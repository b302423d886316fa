package dev.yodel.loadtest;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A server of the health protocol that remembers its calls, and answers as the name of the service in a request says. */
final class RecordingServer extends HealthGrpc.HealthImplBase implements ServerInterceptor, AutoCloseable {

    static final Metadata.Key<String> TEST = key("x-test");
    static final Metadata.Key<String> AUTHORIZATION = key("authorization");
    static final Metadata.Key<String> ENCODING = key("grpc-encoding");

    private static final Context.Key<Call> CALL = Context.key("call");
    private static final int LARGE = 5 << 20;

    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Server server;

    RecordingServer() throws IOException {
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(this)
                .intercept(this)
                .build()
                .start();
    }

    static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    /** The calls of a test, in order of arrival: those with its name in their metadata. */
    List<Call> calls(String test) {
        return calls.stream()
                .filter(call -> test.equals(call.headers.get(TEST)))
                .toList();
    }

    /** Different values that the calls of a test have. */
    long distinct(String test, java.util.function.Function<Call, ?> value) {
        return calls(test).stream().map(value).distinct().count();
    }

    @Override
    public <Q, S> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, S> call, Metadata headers, ServerCallHandler<Q, S> next) {
        Call made = new Call(
                headers,
                String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)),
                Context.current().getDeadline() == null
                        ? null
                        : Context.current().getDeadline().timeRemaining(java.util.concurrent.TimeUnit.MILLISECONDS));
        calls.add(made);
        return Contexts.interceptCall(Context.current().withValue(CALL, made), call, headers, next);
    }

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
        made().service = request.getService();
        switch (request.getService()) {
            case "silent" -> {
                return;
            }
            case "large trailers" -> {
                Metadata trailers = new Metadata();
                trailers.put(key("x-large"), "x".repeat(20_000));
                answer.onError(Status.ABORTED.asRuntimeException(trailers));
                return;
            }
            case "large" -> answer.onNext(large());
            default -> answer.onNext(serving());
        }
        answer.onCompleted();
    }

    /** Answers once and stays open. */
    @Override
    public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
        made().service = request.getService();
        ((ServerCallStreamObserver<HealthCheckResponse>) answer).setOnCancelHandler(() -> {});
        answer.onNext(serving());
    }

    private static Call made() {
        return CALL.get();
    }

    private static HealthCheckResponse serving() {
        return HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build();
    }

    private static HealthCheckResponse large() {
        UnknownFieldSet.Field padding = UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(new byte[LARGE]))
                .build();
        return HealthCheckResponse.newBuilder()
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(99, padding).build())
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** One call. */
    static final class Call {

        final Metadata headers;
        final String connection;
        final @Nullable Long millisLeft;
        volatile @Nullable String service;

        Call(Metadata headers, String connection, @Nullable Long millisLeft) {
            this.headers = headers;
            this.connection = connection;
            this.millisLeft = millisLeft;
        }
    }
}
