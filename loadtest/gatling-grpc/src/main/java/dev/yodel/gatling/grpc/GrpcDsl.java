package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.check.GrpcChecks;
import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.protocol.SchemaSource;
import com.google.protobuf.Message;
import dev.yodel.gatling.grpc.call.StreamName;
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
        return new GrpcRequest(StreamName.literal(name), SessionExpressions.text(name));
    }

    /** The start of a call, named by a function of the session. */
    public static GrpcRequest grpc(Function<Session, String> name) {
        return new GrpcRequest(StreamName.of(name), SessionExpressions.of(name));
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
        return GrpcChecks.statusCode();
    }

    /** A check on the description that came with the status. */
    public static CheckBuilder.Find<String> statusDescription() {
        return GrpcChecks.statusDescription();
    }

    /**
     * A check on something of a detail of the status: the first of its type in the {@code grpc-status-details-bin}
     * trailer, for example {@code statusDetail(ErrorInfo.class, ErrorInfo::getReason).is("QUOTA")}.
     */
    public static <D extends Message, X> CheckBuilder.Find<X> statusDetail(Class<D> type, Function<D, X> find) {
        return GrpcChecks.statusDetail(type, find);
    }

    /** A check on the first value of a response header. */
    public static CheckBuilder.Find<String> header(String name) {
        return header(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), String.class);
    }

    /** A check on the first value of a response header of a type, binary ones included. */
    public static <T> CheckBuilder.Find<T> header(Metadata.Key<T> key, Class<? super T> type) {
        return GrpcChecks.header(key, type);
    }

    /** A check on the first value of a trailer. */
    public static CheckBuilder.Find<String> trailer(String name) {
        return trailer(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), String.class);
    }

    /** A check on the first value of a trailer of a type, binary ones included. */
    public static <T> CheckBuilder.Find<T> trailer(Metadata.Key<T> key, Class<? super T> type) {
        return GrpcChecks.trailer(key, type);
    }

    /** A check on something of the message; the message is cast to what the function takes. */
    public static <R, X> CheckBuilder.Find<X> message(Function<R, X> find) {
        return message(Object.class, find);
    }

    /**
     * A check on something of the message, with its class: comparisons such as {@code lt} are for String, Integer, Long
     * and Double.
     */
    public static <R, X> CheckBuilder.Find<X> message(Class<? super X> type, Function<R, X> find) {
        return GrpcChecks.message(type, find);
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
        return GrpcChecks.field(type, path);
    }

    /**
     * A check on the message as protobuf's JSON, on one line, fields that are not set left out: {@code
     * messageJson().saveAs("order")}. An {@code Any} of a type that neither the schema nor a message in JSON
     * names, or with generated stubs the message's own file and its imports, is told by its bytes.
     */
    public static CheckBuilder.Find<String> messageJson() {
        return GrpcChecks.messageJson();
    }

    /** A check on the size of the message as it is serialised, in bytes. */
    public static CheckBuilder.Find<Integer> messageSize() {
        return GrpcChecks.messageSize();
    }

    /** A check on how many messages were received. */
    public static CheckBuilder.Find<Long> messageCount() {
        return GrpcChecks.messageCount();
    }
}
