package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.MessageLite;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A message as the stream of its bytes, written straight into grpc's buffer where grpc drains it. */
final class MessageStream extends InputStream implements Drainable, KnownLength {
    private @Nullable MessageLite message;
    private @Nullable InputStream bytes;

    MessageStream(MessageLite message) {
        this.message = message;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        MessageLite whole = message;
        if (whole == null) {
            return bytes == null ? 0 : (int) bytes.transferTo(target);
        }
        message = null;
        whole.writeTo(target);
        return whole.getSerializedSize();
    }

    @Override
    public int available() throws IOException {
        MessageLite whole = message;
        if (whole != null) {
            return whole.getSerializedSize();
        }
        return bytes == null ? 0 : bytes.available();
    }

    @Override
    public int read() throws IOException {
        InputStream rest = bytes();
        return rest == null ? -1 : rest.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        InputStream rest = bytes();
        return rest == null ? -1 : rest.read(target, offset, length);
    }

    private @Nullable InputStream bytes() {
        MessageLite whole = message;
        if (whole != null) {
            message = null;
            bytes = new ByteArrayInputStream(whole.toByteArray());
        }
        return bytes;
    }
}
