package dev.yodel.service.room;

import dev.yodel.v1.JoinResponse;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A response in its serialized form: created once and sent to every member. Immutable. */
final class Frame {

    static final Marshaller<Frame> MARSHALLER = new Marshaller<>() {
        @Override
        public InputStream stream(Frame frame) {
            return new Bytes(frame.bytes);
        }

        @Override
        public Frame parse(InputStream stream) {
            try {
                return new Frame(stream.readAllBytes());
            } catch (IOException e) {
                throw new IllegalArgumentException("unreadable response", e);
            }
        }
    };

    private final byte[] bytes;

    private Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    static Frame of(JoinResponse response) {
        return new Frame(response.toByteArray());
    }

    int size() {
        return bytes.length;
    }

    /** The form in which grpc neither asks for the size by reading nor copies through a buffer of its own. */
    private static final class Bytes extends ByteArrayInputStream implements KnownLength, Drainable {

        Bytes(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int length = available();
            target.write(buf, pos, length);
            pos = count;
            return length;
        }
    }
}
