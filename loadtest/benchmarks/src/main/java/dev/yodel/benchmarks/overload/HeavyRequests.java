package dev.yodel.benchmarks.overload;

import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * Requests that cost the server about a millisecond and the client nothing: whatever message is sent, a tenth of a kilobyte goes out that
 * decompresses to an eighth of a megabyte, in a field that no message has.
 */
final class HeavyRequests implements Codec {

    private static final int SIZE = 1 << 17;
    private static final byte[] COMPRESSED = compressed();

    private HeavyRequests() {}

    /** A channel whose calls with the compression gzip send such requests. */
    static ManagedChannel channel(String target) {
        CompressorRegistry only = CompressorRegistry.newEmptyInstance();
        only.register(new HeavyRequests());
        return NettyChannelBuilder.forTarget(target)
                .usePlaintext()
                .directExecutor()
                .compressorRegistry(only)
                .build();
    }

    @Override
    public String getMessageEncoding() {
        return "gzip";
    }

    @Override
    public OutputStream compress(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) {}

            @Override
            public void write(byte[] bytes, int offset, int length) {}

            @Override
            public void close() throws IOException {
                out.write(COMPRESSED);
                out.close();
            }
        };
    }

    @Override
    public InputStream decompress(InputStream in) {
        throw new UnsupportedOperationException("not used");
    }

    private static byte[] compressed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            // Field 1000, length-delimited, with 2^17 bytes.
            gzip.write(new byte[] {(byte) 0xc2, 0x3e, (byte) 0x80, (byte) 0x80, 0x08});
            gzip.write(new byte[SIZE]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
