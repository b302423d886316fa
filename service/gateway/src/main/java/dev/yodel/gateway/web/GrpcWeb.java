package dev.yodel.gateway.web;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import dev.yodel.gateway.call.Upstream;
import dev.yodel.gateway.json.BadInputException;
import dev.yodel.gateway.json.MessageJson;
import dev.yodel.service.gateway.GatewaySetup;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** gRPC-Web, binary and text, and gRPC itself, on the HTTP port; and single calls as JSON, for the page of documentation. */
public final class GrpcWeb {

    private static final int LARGEST_EXTRA = 4 << 20;

    private GrpcWeb() {}

    public static GrpcService of(List<ServiceDescriptor> services, Upstream upstream, GatewaySetup setup) {
        GrpcServiceBuilder grpc = GrpcService.builder();
        services.forEach(service -> grpc.addService(GrpcProxy.of(service, upstream)));
        return grpc.supportedSerializationFormats(GrpcSerializationFormats.values())
                .jsonMarshallerFactory(service -> new Json())
                .enableUnframedRequests(true)
                .useClientTimeoutHeader(false) // The server keeps the deadline.
                .maxRequestMessageLength(setup.maxMessageSize())
                .maxResponseMessageLength(
                        (int) Math.min(Integer.MAX_VALUE, setup.maxMessageSize() + (long) LARGEST_EXTRA))
                .build();
    }

    /** The JSON of the gateway, in place of Armeria's. */
    private static final class Json implements GrpcJsonMarshaller {

        @Override
        public <T> void serializeMessage(Marshaller<T> marshaller, T message, OutputStream out) throws IOException {
            out.write(MessageJson.print((Message) message).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        @SuppressWarnings("unchecked") // The message has the type of its prototype.
        public <T> T deserializeMessage(Marshaller<T> marshaller, InputStream in) throws IOException {
            try {
                Message prototype = (Message) ((PrototypeMarshaller<T>) marshaller).getMessagePrototype();
                return (T) MessageJson.parse(in.readAllBytes(), prototype);
            } catch (BadInputException e) {
                throw Status.INVALID_ARGUMENT
                        .withDescription(e.getMessage())
                        .withCause(e)
                        .asRuntimeException();
            }
        }
    }
}
