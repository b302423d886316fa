package dev.yodel.gatling.grpc.check;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import dev.yodel.gatling.grpc.bridge.ScalaCheckBridge;
import io.gatling.javaapi.core.CheckBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The checks of the language, each as its first step, the one that finds a value in a {@link GrpcResponse}. */
public final class GrpcChecks {

    private GrpcChecks() {}

    public static CheckBuilder.Find<Status.Code> statusCode() {
        return find("status", CheckScope.STATUS, Status.Code.class, response -> {
            Status status = response.status();
            return status == null ? null : status.getCode();
        });
    }

    public static CheckBuilder.Find<String> statusDescription() {
        return find("statusDescription", CheckScope.END, String.class, response -> {
            Status status = response.status();
            return status == null ? null : status.getDescription();
        });
    }

    public static <D extends Message, X> CheckBuilder.Find<X> statusDetail(Class<D> type, Function<D, X> find) {
        String name = "statusDetail(" + type.getSimpleName() + ")";
        return find(name, CheckScope.END, Object.class, response -> {
            D detail = StatusDetails.first(response, type);
            return detail == null ? null : find.apply(detail);
        });
    }

    public static <T> CheckBuilder.Find<T> header(Metadata.Key<T> key, Class<? super T> type) {
        String name = "header(" + key.name() + ")";
        return find(name, CheckScope.MESSAGE, type, response -> value(response.headers(), key));
    }

    public static <T> CheckBuilder.Find<T> trailer(Metadata.Key<T> key, Class<? super T> type) {
        String name = "trailer(" + key.name() + ")";
        return find(name, CheckScope.END, type, response -> value(response.trailers(), key));
    }

    @SuppressWarnings("unchecked") // the author of the check knows the type of the messages
    public static <R, X> CheckBuilder.Find<X> message(Class<? super X> type, Function<R, X> find) {
        return find("message", CheckScope.MESSAGE, type, response -> {
            R message = (R) response.message();
            return message == null ? null : find.apply(message);
        });
    }

    public static <X> CheckBuilder.Find<X> field(Class<X> type, String path) {
        return find("field(" + path + ")", CheckScope.MESSAGE, type, new FieldFind<>(path, type));
    }

    public static CheckBuilder.Find<String> messageJson() {
        return find("messageJson", CheckScope.MESSAGE, String.class, new JsonFind());
    }

    public static CheckBuilder.Find<Integer> messageSize() {
        return find(
                "messageSize",
                CheckScope.MESSAGE,
                Integer.class,
                response -> response.message() instanceof MessageLite message ? message.getSerializedSize() : null);
    }

    public static CheckBuilder.Find<Long> messageCount() {
        return find("messageCount", CheckScope.END, Long.class, GrpcResponse::messageCount);
    }

    private static <X> CheckBuilder.Find<X> find(
            String name, CheckScope scope, Class<?> type, Function<GrpcResponse<?>, @Nullable X> find) {
        return ScalaCheckBridge.find(name, scope, type, find);
    }

    private static <T> @Nullable T value(@Nullable Metadata metadata, Metadata.Key<T> key) {
        return metadata == null ? null : metadata.get(key);
    }
}
