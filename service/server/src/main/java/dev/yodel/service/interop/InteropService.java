package dev.yodel.service.interop;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import dev.yodel.interop.EchoStatus;
import dev.yodel.interop.Empty;
import dev.yodel.interop.Payload;
import dev.yodel.interop.SimpleRequest;
import dev.yodel.interop.SimpleResponse;
import dev.yodel.interop.StreamingOutputCallRequest;
import dev.yodel.interop.TestServiceGrpc;
import dev.yodel.service.behavior.Violations;
import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Failure;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;

/**
 * {@code grpc.testing.TestService}, as gRPC's interoperability clients expect it. {@code HalfDuplexCall}, which no client
 * tests, and {@code UnimplementedCall} are not implemented.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md">the test cases</a>
 */
public final class InteropService {

    /** Payloads are slices of it. */
    private static final ByteString ZEROS = ByteString.copyFrom(new byte[16 << 20]);

    private static final String SERVER_ID =
            Long.toString(ProcessHandle.current().pid());

    private InteropService() {}

    public static ServerServiceDefinition bind(CallHandlerFactory handlers) {
        Behavior none = Behavior.getDefaultInstance();
        ServerServiceDefinition service = ServerServiceDefinition.builder(TestServiceGrpc.SERVICE_NAME)
                .addMethod(handlers.oneForOne(
                        TestServiceGrpc.getEmptyCallMethod(), request -> none, InteropService::empty))
                .addMethod(handlers.oneForOne(
                        TestServiceGrpc.getUnaryCallMethod(), InteropService::behavior, InteropService::respond))
                .addMethod(handlers.oneForOne(
                        TestServiceGrpc.getCacheableUnaryCallMethod(),
                        InteropService::behavior,
                        InteropService::repeat))
                .addMethod(handlers.method(
                        TestServiceGrpc.getStreamingOutputCallMethod(),
                        InteropService::behavior,
                        StreamingOutputCall::new))
                .addMethod(handlers.method(
                        TestServiceGrpc.getStreamingInputCallMethod(), request -> none, StreamingInputCall::new))
                .addMethod(handlers.method(
                        TestServiceGrpc.getFullDuplexCallMethod(), InteropService::behavior, StreamingOutputCall::new))
                .build();
        return ServerInterceptors.intercept(service, new EchoMetadata(), new MessageCompression());
    }

    /** A payload of zeros. */
    static Payload payload(int size) {
        return Payload.newBuilder().setBody(ZEROS.substring(0, size)).build();
    }

    static void checkSize(String field, int size, Violations violations) {
        violations.checkRange(field, size, 0, ZEROS.size());
    }

    private static Empty empty(Empty request) {
        return request;
    }

    private static SimpleResponse respond(SimpleRequest request) {
        Violations violations = new Violations();
        checkSize("response_size", request.getResponseSize(), violations);
        violations.rejectIfAny();
        return SimpleResponse.newBuilder()
                .setPayload(payload(request.getResponseSize()))
                .setServerId(request.getFillServerId() ? SERVER_ID : "")
                .build();
    }

    /** The same response to the same request. */
    private static SimpleResponse repeat(SimpleRequest request) {
        return SimpleResponse.newBuilder().setPayload(request.getPayload()).build();
    }

    private static Behavior behavior(SimpleRequest request) {
        return behavior(request.getResponseStatus());
    }

    private static Behavior behavior(StreamingOutputCallRequest request) {
        return behavior(request.getResponseStatus());
    }

    /** A status that is asked for is a failure like any other. */
    private static Behavior behavior(EchoStatus status) {
        return status.getCode() == 0
                ? Behavior.getDefaultInstance()
                : Behavior.newBuilder()
                        .setFailure(Failure.newBuilder()
                                .setStatus(Status.newBuilder()
                                        .setCode(status.getCode())
                                        .setMessage(status.getMessage())))
                        .build();
    }
}
