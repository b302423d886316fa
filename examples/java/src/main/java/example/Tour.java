package example;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import dev.yodel.v1.Failure;
import dev.yodel.v1.GreetEachRequest;
import dev.yodel.v1.GreetEachResponse;
import dev.yodel.v1.GreetGroupRequest;
import dev.yodel.v1.GreetGroupResponse;
import dev.yodel.v1.GreetRequest;
import dev.yodel.v1.GreetingServiceGrpc;
import dev.yodel.v1.Header;
import dev.yodel.v1.MetadataEntry;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Calls Yodel through generated stubs, in each way that gRPC has: Tour [HOST:PORT] */
public final class Tour {

    // A call that fails with UNAVAILABLE is tried again, up to four times in all.
    private static final Map<String, ?> SERVICE_CONFIG = Map.of(
            "methodConfig",
            List.of(Map.of(
                    "name",
                    List.of(Map.of("service", "yodel.v1.EchoService")),
                    "retryPolicy",
                    Map.of(
                            "maxAttempts", 4.0,
                            "initialBackoff", "0.05s",
                            "maxBackoff", "1s",
                            "backoffMultiplier", 2.0,
                            "retryableStatusCodes", List.of("UNAVAILABLE")))));

    private static final int TIMEOUT = 30;

    private final ManagedChannel channel;

    private Tour(ManagedChannel channel) {
        this.channel = channel;
    }

    public static void main(String[] args) throws Exception {
        ManagedChannel channel = Grpc.newChannelBuilder(
                        args.length > 0 ? args[0] : "localhost:50051", InsecureChannelCredentials.create())
                .defaultServiceConfig(SERVICE_CONFIG)
                .build();
        try {
            Tour tour = new Tour(channel);
            tour.shapes();
            tour.metadata();
            tour.errorDetails();
            tour.deadline();
            tour.cancellation();
            tour.retries();
        } finally {
            channel.shutdownNow().awaitTermination(TIMEOUT, TimeUnit.SECONDS);
        }
    }

    private void shapes() throws Exception {
        System.out.println("unary: "
                + greeter().greet(GreetRequest.newBuilder().setName("Ada").build()).getGreeting());

        Iterator<GreetEachResponse> each = greeter().greetEach(
                GreetEachRequest.newBuilder().setName("Ada").addLanguages("de").addLanguages("it").build());
        List<String> greetings = new ArrayList<>();
        each.forEachRemaining(response -> greetings.add(response.getGreeting()));
        System.out.println("server streaming: " + String.join(" ", greetings));

        Collected<GreetGroupResponse> group = new Collected<>();
        StreamObserver<GreetGroupRequest> names = GreetingServiceGrpc.newStub(channel)
                .withDeadlineAfter(TIMEOUT, TimeUnit.SECONDS)
                .greetGroup(group);
        for (String name : List.of("Ada", "Grace")) {
            names.onNext(GreetGroupRequest.newBuilder().setName(name).build());
        }
        names.onCompleted();
        System.out.println("client streaming: " + group.all().get(0).getGreeting());

        Collected<ChatResponse> chat = new Collected<>();
        StreamObserver<ChatRequest> words = EchoServiceGrpc.newStub(channel)
                .withDeadlineAfter(TIMEOUT, TimeUnit.SECONDS)
                .chat(chat);
        for (String word : List.of("one", "two", "three")) {
            words.onNext(ChatRequest.newBuilder().setMessage(word).build());
        }
        words.onCompleted();
        System.out.println("bidirectional: "
                + String.join(" ", chat.all().stream().map(ChatResponse::getMessage).toList()));
    }

    private void metadata() {
        Metadata sent = new Metadata();
        sent.put(key("x-request-id"), "42");
        AtomicReference<Metadata> headers = new AtomicReference<>();
        EchoResponse response = echo().withInterceptors(
                        MetadataUtils.newAttachHeadersInterceptor(sent),
                        MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()))
                .echo(request(Behavior.newBuilder()
                        .setIncludeCallInfo(true)
                        .addHeaders(Header.newBuilder().setKey("x-answer").setValue("43"))));
        String arrived = response.getInfo().getCall().getMetadataList().stream()
                .filter(entry -> entry.getKey().equals("x-request-id"))
                .map(MetadataEntry::getValue)
                .findFirst()
                .orElseThrow();
        System.out.println("metadata: x-request-id=" + arrived + " arrived, x-answer="
                + headers.get().get(key("x-answer")) + " came back");
    }

    private void errorDetails() throws InvalidProtocolBufferException {
        com.google.rpc.Status status = com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.NOT_FOUND.value())
                .setMessage("no such peak")
                .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("GONE").build()))
                .build();
        try {
            echo().echo(request(Behavior.newBuilder().setFailure(Failure.newBuilder().setStatus(status))));
        } catch (StatusRuntimeException e) {
            ErrorInfo info = StatusProto.fromThrowable(e).getDetails(0).unpack(ErrorInfo.class);
            System.out.println("error: " + e.getStatus().getCode() + ", " + e.getStatus().getDescription()
                    + ", reason " + info.getReason());
        }
    }

    private void deadline() {
        Delay slow = Delay.newBuilder()
                .setFixed(Duration.newBuilder().setSeconds(60))
                .build();
        try {
            EchoServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(200, TimeUnit.MILLISECONDS)
                    .echo(request(Behavior.newBuilder().setMessageDelay(slow)));
        } catch (StatusRuntimeException e) {
            System.out.println("deadline: " + e.getStatus().getCode());
        }
    }

    private void cancellation() {
        ExpandRequest request = ExpandRequest.newBuilder()
                .setCount(1_000_000)
                .setInterval(Duration.newBuilder().setNanos(10_000_000))
                .build();
        // Calls that start in a context end with it.
        try (Context.CancellableContext context = Context.current().withCancellation()) {
            context.run(() -> {
                Iterator<ExpandResponse> responses = echo().expand(request);
                int received = 0;
                try {
                    while (responses.hasNext()) {
                        responses.next();
                        // One that has arrived before the cancellation may still come.
                        if (received < 3 && ++received == 3) {
                            context.cancel(null);
                        }
                    }
                } catch (StatusRuntimeException e) {
                    System.out.println(
                            "cancellation: " + e.getStatus().getCode() + " after " + received + " messages");
                }
            });
        }
    }

    private void retries() {
        // The first two attempts fail, as gRPC itself counts them.
        Failure failure = Failure.newBuilder()
                .setStatus(com.google.rpc.Status.newBuilder().setCode(Status.Code.UNAVAILABLE.value()))
                .setAttempts(2)
                .build();
        EchoResponse response =
                echo().echo(request(Behavior.newBuilder().setFailure(failure).setIncludeCallInfo(true)));
        System.out.println("retries: answered at attempt " + response.getInfo().getCall().getAttempt());
    }

    private GreetingServiceGrpc.GreetingServiceBlockingStub greeter() {
        return GreetingServiceGrpc.newBlockingStub(channel).withDeadlineAfter(TIMEOUT, TimeUnit.SECONDS);
    }

    private EchoServiceGrpc.EchoServiceBlockingStub echo() {
        return EchoServiceGrpc.newBlockingStub(channel).withDeadlineAfter(TIMEOUT, TimeUnit.SECONDS);
    }

    private static EchoRequest request(Behavior.Builder behavior) {
        return EchoRequest.newBuilder().setBehavior(behavior).build();
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    /** All responses of a stream. */
    private static final class Collected<T> implements StreamObserver<T> {

        private final List<T> responses = new ArrayList<>();
        private final CompletableFuture<List<T>> all = new CompletableFuture<>();

        List<T> all() throws Exception {
            return all.get(TIMEOUT, TimeUnit.SECONDS);
        }

        @Override
        public void onNext(T response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable cause) {
            all.completeExceptionally(cause);
        }

        @Override
        public void onCompleted() {
            all.complete(responses);
        }
    }
}
