package dev.yodel.gatling.grpc;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import dev.yodel.gatling.grpc.call.StreamName;
import dev.yodel.gatling.grpc.check.CheckScope;
import dev.yodel.gatling.grpc.check.FieldFind;
import dev.yodel.gatling.grpc.check.GrpcFind;
import dev.yodel.gatling.grpc.check.GrpcResponse;
import dev.yodel.gatling.grpc.check.JsonFind;
import dev.yodel.gatling.grpc.check.StatusDetails;
import dev.yodel.grpc.dynamic.parser.ProtoFiles;
import dev.yodel.grpc.dynamic.schema.Schema;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.internal.Expressions;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The only entry to the language: {@code import static dev.yodel.gatling.grpc.GrpcDsl.*}.
 *
 * <pre>{@code
 * var protocol = grpc.target("localhost:50051").usePlaintext();
 * var chat = grpc("chat").bidiStream(EchoServiceGrpc.getChatMethod());
 * var scn = scenario("greet and chat")
 *     .exec(grpc("greet").unary(GreetingServiceGrpc.getGreetMethod())
 *         .send(GreetRequest.newBuilder().setName("Ada").build())
 *         .check(message(GreetResponse::getGreeting).is("Hello, Ada!")))
 *     .exec(chat.open(), chat.send(hello), chat.awaitMessage(), chat.halfClose(), chat.awaitEnd());
 * }</pre>
 */
public final class GrpcDsl {

    /** The start of a protocol. */
    public static final GrpcProtocolBuilder.Start grpc = new GrpcProtocolBuilder.Start();

    private GrpcDsl() {}

    /** The start of a call, named by a Gatling EL string. */
    public static GrpcRequest grpc(String name) {
        return new GrpcRequest(StreamName.literal(name), Expressions.toStringExpression(name));
    }

    /** The start of a call, named by a function of the session. */
    public static GrpcRequest grpc(Function<Session, String> name) {
        return new GrpcRequest(StreamName.of(name), Expressions.javaFunctionToExpression(name));
    }

    /**
     * A message in protobuf's JSON, with Gatling EL in it: {@code json("{\"id\": #{id}, \"tags\": [\"#{tag}\"]}")}. A
     * placeholder that stands alone takes the type of its field. The JSON is read once, when the scenario is built, and
     * what does not fit the message is refused then.
     */
    public static GrpcJson json(String template) {
        return new GrpcJson(template);
    }

    /** Methods named in scenarios are described by the target itself, over server reflection. This is the default. */
    public static GrpcReflection reflection() {
        return new GrpcReflection();
    }

    /** Methods named in scenarios are described by a descriptor set, as {@code protoc --descriptor_set_out} writes it. */
    public static SchemaSource descriptorSet(Path file) {
        return (target, symbols) -> CompletableFuture.completedStage(Schema.ofDescriptorSet(file));
    }

    /**
     * Methods named in scenarios are described by {@code .proto} files, read without {@code protoc}.
     *
     * @param files the files, by their paths
     * @param importPaths the folders that their imports are relative to
     */
    public static SchemaSource protoFiles(List<Path> files, List<Path> importPaths) {
        return (target, symbols) -> CompletableFuture.completedStage(ProtoFiles.schema(files, importPaths));
    }

    /** A check on the status code. Where it stands, OK is no longer implied. */
    public static CheckBuilder.Find<Status.Code> statusCode() {
        return GrpcFind.of("status", CheckScope.STATUS, Status.Code.class, response -> {
            Status status = response.status();
            return status == null ? null : status.getCode();
        });
    }

    /** A check on the description that came with the status. */
    public static CheckBuilder.Find<String> statusDescription() {
        return GrpcFind.of("statusDescription", CheckScope.END, String.class, response -> {
            Status status = response.status();
            return status == null ? null : status.getDescription();
        });
    }

    /**
     * A check on something of a detail of the status: the first of its type in the {@code grpc-status-details-bin}
     * trailer, for example {@code statusDetail(ErrorInfo.class, ErrorInfo::getReason).is("QUOTA")}.
     */
    public static <D extends Message, X> CheckBuilder.Find<X> statusDetail(Class<D> type, Function<D, X> find) {
        String name = "statusDetail(" + type.getSimpleName() + ")";
        return GrpcFind.of(name, CheckScope.END, Object.class, response -> {
            D detail = StatusDetails.first(response, type);
            return detail == null ? null : find.apply(detail);
        });
    }

    /** A check on the first value of a response header. */
    public static CheckBuilder.Find<String> header(String name) {
        return header(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), String.class);
    }

    /** A check on the first value of a response header of a type, binary ones included. */
    public static <T> CheckBuilder.Find<T> header(Metadata.Key<T> key, Class<? super T> type) {
        String name = "header(" + key.name() + ")";
        return GrpcFind.of(name, CheckScope.MESSAGE, type, response -> value(response.headers(), key));
    }

    /** A check on the first value of a trailer. */
    public static CheckBuilder.Find<String> trailer(String name) {
        return trailer(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), String.class);
    }

    /** A check on the first value of a trailer of a type, binary ones included. */
    public static <T> CheckBuilder.Find<T> trailer(Metadata.Key<T> key, Class<? super T> type) {
        String name = "trailer(" + key.name() + ")";
        return GrpcFind.of(name, CheckScope.END, type, response -> value(response.trailers(), key));
    }

    /** A check on something of the message; the message is cast to what the function takes. */
    public static <R, X> CheckBuilder.Find<X> message(Function<R, X> find) {
        return message(Object.class, find);
    }

    /**
     * A check on something of the message, with its class: comparisons such as {@code lt} are for String, Integer, Long
     * and Double.
     */
    @SuppressWarnings("unchecked") // who writes the check says what the messages are
    public static <R, X> CheckBuilder.Find<X> message(Class<? super X> type, Function<R, X> find) {
        return GrpcFind.of("message", CheckScope.MESSAGE, type, response -> {
            R message = (R) response.message();
            return message == null ? null : find.apply(message);
        });
    }

    /**
     * A check on a field of the message by its path, such as {@code order.lines[0].price}, {@code tags["color"]} or
     * {@code items[-1]}. It finds plain Java: String, Integer, Long, Double, Boolean, ByteString, an enum's name, List,
     * Map or Message.
     */
    public static CheckBuilder.Find<Object> field(String path) {
        return field(Object.class, path);
    }

    /** The same with the class of the value: comparisons such as {@code lt} are for String, Integer, Long and Double. */
    public static <X> CheckBuilder.Find<X> field(Class<X> type, String path) {
        return GrpcFind.of("field(" + path + ")", CheckScope.MESSAGE, type, new FieldFind<>(path, type));
    }

    /**
     * A check on the message as protobuf's JSON, on one line, fields that are not set left out: {@code
     * messageJson().saveAs("order")}. An {@code Any} of a type that neither the schema nor a message in JSON
     * names, or with generated stubs the message's own file and its imports, is told by its bytes.
     */
    public static CheckBuilder.Find<String> messageJson() {
        return GrpcFind.of("messageJson", CheckScope.MESSAGE, String.class, new JsonFind());
    }

    /** A check on the size of the message as it is serialised, in bytes. */
    public static CheckBuilder.Find<Integer> messageSize() {
        return GrpcFind.of(
                "messageSize",
                CheckScope.MESSAGE,
                Integer.class,
                response -> response.message() instanceof MessageLite message ? message.getSerializedSize() : null);
    }

    /** A check on how many messages were received. */
    public static CheckBuilder.Find<Long> messageCount() {
        return GrpcFind.of("messageCount", CheckScope.END, Long.class, GrpcResponse::messageCount);
    }

    private static <T> @Nullable T value(@Nullable Metadata metadata, Metadata.Key<T> key) {
        return metadata == null ? null : metadata.get(key);
    }
}
