package dev.yodel.service.limits.transport;

import io.grpc.Codec;
import io.grpc.Decompressor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Gzip that reads its header only with the first byte of the message. A message that is not gzip then fails where it is
 * parsed, like any other that is malformed, and not inside grpc, which would report UNKNOWN.
 */
public final class LazyGzip implements Decompressor {

    @Override
    public String getMessageEncoding() {
        return "gzip";
    }

    @Override
    public InputStream decompress(InputStream compressed) {
        return new Lazy(compressed);
    }

    private static final class Lazy extends FilterInputStream {

        private boolean opened;

        Lazy(InputStream compressed) {
            super(compressed);
        }

        @Override
        public int read() throws IOException {
            open();
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            open();
            return super.read(bytes, offset, length);
        }

        @Override
        public long skip(long count) throws IOException {
            open();
            return super.skip(count);
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void open() throws IOException {
            if (!opened) {
                in = new Codec.Gzip().decompress(in);
                opened = true;
            }
        }
    }
}
