package dev.yodel.grpc.dynamic.reflection;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.grpc.Status;
import io.grpc.reflection.v1.ErrorResponse;
import io.grpc.reflection.v1.FileDescriptorResponse;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A reflection service with scripted responses, which records its requests. */
final class ScriptedReflection extends ServerReflectionGrpc.ServerReflectionImplBase {
    final List<ServerReflectionRequest> asked = new CopyOnWriteArrayList<>();
    private final BiConsumer<ServerReflectionRequest, StreamObserver<ServerReflectionResponse>> script;

    ScriptedReflection(BiConsumer<ServerReflectionRequest, StreamObserver<ServerReflectionResponse>> script) {
        this.script = script;
    }

    /** A response of files. */
    static ServerReflectionResponse files(FileDescriptorProto... files) {
        FileDescriptorResponse.Builder response = FileDescriptorResponse.newBuilder();
        for (FileDescriptorProto file : files) {
            response.addFileDescriptorProto(file.toByteString());
        }
        return ServerReflectionResponse.newBuilder()
                .setFileDescriptorResponse(response)
                .build();
    }

    /** A response with bytes in place of a file. */
    static ServerReflectionResponse bytes(ByteString bytes) {
        return ServerReflectionResponse.newBuilder()
                .setFileDescriptorResponse(FileDescriptorResponse.newBuilder().addFileDescriptorProto(bytes))
                .build();
    }

    static ServerReflectionResponse notFound() {
        return ServerReflectionResponse.newBuilder()
                .setErrorResponse(ErrorResponse.newBuilder()
                        .setErrorCode(Status.Code.NOT_FOUND.value())
                        .setErrorMessage("not found"))
                .build();
    }

    @Override
    public StreamObserver<ServerReflectionRequest> serverReflectionInfo(
            StreamObserver<ServerReflectionResponse> responses) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ServerReflectionRequest request) {
                asked.add(request);
                script.accept(request, responses);
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onCompleted() {
                responses.onCompleted();
            }
        };
    }
}
