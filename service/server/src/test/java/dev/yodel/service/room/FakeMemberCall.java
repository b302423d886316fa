package dev.yodel.service.room;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.JoinResponse;
import dev.yodel.v1.RoomServiceGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member's call that records what it is sent, and is ready while it has room. */
final class FakeMemberCall extends ServerCall<JoinRequest, Frame> {

    private final List<Frame> frames = new ArrayList<>();
    private int room = Integer.MAX_VALUE;
    private int requested;
    private boolean cancelled;
    private @Nullable Status status;

    synchronized void roomFor(int messages) {
        room = messages;
    }

    synchronized void cancel() {
        cancelled = true;
    }

    synchronized List<Frame> frames() {
        return List.copyOf(frames);
    }

    synchronized List<JoinResponse> responses() {
        return frames.stream().map(FakeMemberCall::parse).toList();
    }

    synchronized int requested() {
        return requested;
    }

    synchronized @Nullable Status status() {
        return status;
    }

    @Override
    public synchronized void request(int count) {
        requested += count;
    }

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public synchronized void sendMessage(Frame frame) {
        if (status != null) {
            throw new IllegalStateException("sent after the end");
        }
        room--;
        frames.add(frame);
    }

    @Override
    public synchronized void close(Status closed, Metadata trailers) {
        if (status != null) {
            throw new IllegalStateException("closed twice");
        }
        status = closed;
    }

    @Override
    public synchronized boolean isReady() {
        return room > 0;
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public MethodDescriptor<JoinRequest, Frame> getMethodDescriptor() {
        return RoomServiceGrpc.getJoinMethod().toBuilder(
                        RoomServiceGrpc.getJoinMethod().getRequestMarshaller(), Frame.MARSHALLER)
                .build();
    }

    private static JoinResponse parse(Frame frame) {
        try (var bytes = Frame.MARSHALLER.stream(frame)) {
            return JoinResponse.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
