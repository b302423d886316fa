package dev.yodel.loadtest.call;

import com.google.common.net.HostAndPort;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.ErrorDetailsProto;
import dev.yodel.grpc.dynamic.json.JsonPrinter;
import dev.yodel.grpc.dynamic.schema.Schema;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;

/**
 * Prints a call: responses as JSON to one stream, so that other programs can read them; headers, trailers, status and times
 * to another.
 */
public final class CallPrinter {

    private static final String DETAILS = "grpc-status-details-bin";

    private final PrintStream messages;
    private final PrintStream log;
    private final JsonPrinter json;

    /**
     * @param schema the types of messages inside an {@code Any}
     * @param messages receives the responses
     * @param log receives everything else
     */
    public CallPrinter(Schema schema, PrintStream messages, PrintStream log) {
        this.messages = messages;
        this.log = log;
        json = JsonPrinter.of(schema.and(Schema.ofFiles(List.of(ErrorDetailsProto.getDescriptor()))));
    }

    void headers(Attributes connection, Metadata headers) {
        Object peer = connection.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        log.printf("headers%s:%n", peer == null ? "" : " of " + address(peer));
        print(headers);
    }

    void message(Message message) {
        messages.println(IndentedJson.of(json.print(message)));
        messages.flush();
    }

    /** Prints trailers, status with its details, and times. */
    public void end(EndedCall call) {
        Status status = call.status();
        Metadata trailers = call.trailers();
        if (!trailers.keys().isEmpty()) {
            log.println("trailers:");
            print(trailers);
        }
        String description = status.getDescription();
        log.printf(
                "status: %s%s%n",
                status.getCode(), description == null || description.isBlank() ? "" : ": " + description.strip());
        for (Any detail : details(status, trailers)) {
            log.printf("detail: %s%n", json.print(detail));
        }
        log.printf("time: %s%n", call.time());
    }

    private static List<Any> details(Status status, Metadata trailers) {
        com.google.rpc.Status rich = status.isOk() ? null : StatusProto.fromStatusAndTrailers(status, trailers);
        return rich == null ? List.of() : rich.getDetailsList();
    }

    private void print(Metadata metadata) {
        for (String key : new TreeSet<>(metadata.keys())) {
            if (!key.equals(DETAILS)) {
                values(metadata, key).forEach(value -> log.printf("  %s: %s%n", key, value));
            }
        }
    }

    private static List<String> values(Metadata metadata, String key) {
        List<String> values = new ArrayList<>();
        if (key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
            for (byte[] value : metadata.getAll(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER))) {
                values.add(Base64.getEncoder().encodeToString(value));
            }
        } else {
            metadata.getAll(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER))
                    .forEach(values::add);
        }
        return values;
    }

    private static String address(Object peer) {
        return peer instanceof InetSocketAddress socket && !socket.isUnresolved()
                ? HostAndPort.fromParts(socket.getAddress().getHostAddress(), socket.getPort())
                        .toString()
                : peer.toString();
    }
}
