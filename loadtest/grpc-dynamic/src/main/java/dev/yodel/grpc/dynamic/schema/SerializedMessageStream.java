package dev.yodel.grpc.dynamic.schema;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A message that was serialized before, as a stream of bytes. */
final class SerializedMessageStream extends ByteArrayInputStream implements Drainable, KnownLength {

    SerializedMessageStream(byte[] bytes) {
        super(bytes);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        int length = count - pos;
        target.write(buf, pos, length);
        pos = count;
        return length;
    }
}
