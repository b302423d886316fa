package dev.yodel.gateway.http;

import com.google.common.base.Splitter;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses whole bodies: those that gain by it, and none so large that it would keep a thread of the transport from other
 * requests.
 */
public final class Gzip {

    private static final int SMALLEST = 1 << 10;
    private static final int LARGEST = 256 << 10;

    private Gzip() {}

    /** Whether a body is to be compressed for a request. */
    public static boolean applies(RequestHeaders request, int length) {
        String accepted = request.get(HttpHeaderNames.ACCEPT_ENCODING, "");
        return length >= SMALLEST
                && length <= LARGEST
                && Splitter.on(',')
                        .trimResults()
                        .splitToStream(accepted)
                        .anyMatch(coding -> coding.matches("(?i)gzip(\\s*;\\s*q=(1(\\.0*)?|0?\\.0*[1-9]\\d*))?"));
    }

    public static byte[] compress(byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed, 8192) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
