package dev.yodel.gatling.grpc;

import com.google.protobuf.Message;
import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.call.StreamName;
import dev.yodel.gatling.grpc.check.GrpcChecks;
import dev.yodel.gatling.grpc.protocol.SchemaSource;
import dev.yodel.grpc.dynamic.parser.ProtoFiles;
import dev.yodel.grpc.dynamic.schema.Schema;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The entry point of the DSL: {@code import static dev.yodel.gatling.grpc.GrpcDsl.*}.
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

    /** Starts the definition of a protocol. */
    public static final GrpcProtocolBuilder.Start grpc = new GrpcProtocolBuilder.Start();

    private GrpcDsl() {}

    /** Starts the definition of a call, whose request name is a Gatling EL string. */
    public static GrpcRequest grpc(String name) {
        return new GrpcRequest(StreamName.literal(name), SessionExpressions.text(name));
    }

    /** Starts the definition of a call, whose request name is a function of the session. */
    public static GrpcRequest grpc(Function<Session, String> name) {
        return new GrpcRequest(StreamName.of(name), SessionExpressions.of(name));
    }

    /**
     * A message in protobuf JSON with Gatling EL: {@code json("{\"id\": #{id}, \"tags\": [\"#{tag}\"]}")}. A
     * placeholder that is a whole value takes the type of its field. The JSON is parsed and validated once, when the
     * scenario is built.
     */
    public static GrpcJson json(String template) {
        return new GrpcJson(List.of(template));
    }

    /**
     * Several messages in JSON, sent round-robin. The position is shared by all virtual users of the action.
     */
    public static GrpcJson jsonInTurn(List<String> templates) {
        return new GrpcJson(templates);
    }

    /** Loads the schema of methods without stubs from the target, by server reflection. This is the default. */
    public static GrpcReflection reflection() {
        return new GrpcReflection();
    }

    /**
     * Loads the schema of methods without stubs from a descriptor set, as written by
     * {@code protoc --descriptor_set_out}.
     */
    public static SchemaSource descriptorSet(Path file) {
        return (target, symbols) -> CompletableFuture.completedStage(Schema.ofDescriptorSet(file));
    }

    /**
     * Loads the schema of methods without stubs from {@code .proto} files, without {@code protoc}.
     *
     * @param files the files
     * @param importPaths the folders against which their imports are resolved
     */
    public static SchemaSource protoFiles(List<Path> files, List<Path> importPaths) {
        return (target, symbols) -> CompletableFuture.completedStage(ProtoFiles.schema(files, importPaths));
    }

    /** The schema of methods without stubs, already loaded. */
    public static SchemaSource schema(Schema schema) {
        return (target, symbols) -> CompletableFuture.completedStage(schema);
    }

    /** A check on the status code. It replaces the implicit check for OK. */
    public static CheckBuilder.Find<Status.Code> statusCode() {
        return GrpcChecks.statusCode();
    }

    /** A check on the description of the status. */
    public static CheckBuilder.Find<String> statusDescription() {
        return GrpcChecks.statusDescription();
    }

    /**
     * A check on a value in a detail of the status, the first of its type in the {@code grpc-status-details-bin}
     * trailer, for example {@code statusDetail(ErrorInfo.class, ErrorInfo::getReason).is("QUOTA")}.
     */
    public static <D extends Message, X> CheckBuilder.Find<X> statusDetail(Class<D> type, Function<D, X> find) {
        return GrpcChecks.statusDetail(type, find);
    }

    /** A check on the first value of a response header. */
    public static CheckBuilder.Find<String> header(String name) {
        return header(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), String.class);
    }

    /** A check on the first value of a typed response header, which may be binary. */
    public static <T> CheckBuilder.Find<T> header(Metadata.Key<T> key, Class<? super T> type) {
        return GrpcChecks.header(key, type);
    }

    /** A check on the first value of a trailer. */
    public static CheckBuilder.Find<String> trailer(String name) {
        return trailer(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), String.class);
    }

    /** A check on the first value of a typed trailer, which may be binary. */
    public static <T> CheckBuilder.Find<T> trailer(Metadata.Key<T> key, Class<? super T> type) {
        return GrpcChecks.trailer(key, type);
    }

    /** A check on a value in the message. The message is cast to the parameter type of the function. */
    public static <R, X> CheckBuilder.Find<X> message(Function<R, X> find) {
        return message(Object.class, find);
    }

    /**
     * A check on a value of the given class in the message: comparisons such as {@code lt} are for String, Integer,
     * Long and Double.
     */
    public static <R, X> CheckBuilder.Find<X> message(Class<? super X> type, Function<R, X> find) {
        return GrpcChecks.message(type, find);
    }

    /**
     * A check on a field of the message by its path, such as {@code order.lines[0].price}, {@code tags["color"]} or
     * {@code items[-1]}. The value is plain Java: String, Integer, Long, Double, Boolean, ByteString, an enum's name,
     * List, Map or Message.
     */
    public static CheckBuilder.Find<Object> field(String path) {
        return field(Object.class, path);
    }

    /**
     * A check on a field of the given class: comparisons such as {@code lt} are for String, Integer, Long and Double.
     */
    public static <X> CheckBuilder.Find<X> field(Class<X> type, String path) {
        return GrpcChecks.field(type, path);
    }

    /**
     * A check on the message as protobuf JSON in one line, without unset fields: {@code messageJson().saveAs("order")}.
     * An {@code Any} of an unknown type is printed as its bytes. A type is known if it is in the schema or named by a
     * message in JSON; with generated stubs, if it is in the proto file of the message or its imports.
     */
    public static CheckBuilder.Find<String> messageJson() {
        return GrpcChecks.messageJson();
    }

    /** A check on the serialized size of the message in bytes. */
    public static CheckBuilder.Find<Integer> messageSize() {
        return GrpcChecks.messageSize();
    }

    /** A check on the number of received messages. */
    public static CheckBuilder.Find<Long> messageCount() {
        return GrpcChecks.messageCount();
    }
}
