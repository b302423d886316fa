package dev.yodel.service.limits.transport;

import dev.yodel.service.limits.LoopLoad;
import dev.yodel.service.limits.Peer;
import dev.yodel.service.limits.Transport;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Connection;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Stream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees the frames of one connection pass, without decoding them, and does four things that grpc does not do:
 *
 * <ul>
 *   <li>it closes a connection that takes too long for a frame or a block of headers, or that is silent for longer than
 *       an answer to a ping takes;
 *   <li>it limits the streams that the clients of an address reset, over all of their connections;
 *   <li>it adds a status to the reset of a stream whose headers are malformed, and makes the stream known to the
 *       connection. Otherwise the next frame of that call would be a violation of the protocol, and end all other calls;
 *   <li>it records, if asked to, of which streams something is written, and resets streams.
 * </ul>
 *
 * <p>All methods but {@link #check} run on the thread of the connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The transport reports failures by closing the connection.
final class FrameGuard extends ChannelDuplexHandler implements Transport {

    private static final int NEVER = -1;
    private static final int PREFACE = 24;
    private static final int HEADER = 9;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;

    private static final int PROTOCOL_ERROR = 1;
    private static final int INTERNAL_ERROR = 2;
    private static final int RESET_BYTES = HEADER + 4;

    private final Guards guards;
    private final Peer peer;

    private int prefaceLeft = PREFACE;
    private final byte[] header = new byte[HEADER];
    private int headerBytes;
    private int payloadLeft;
    private boolean inHeaders;

    private int lastRead;
    private int incompleteSince;
    private boolean suspect;
    private @Nullable ChannelHandlerContext context;
    private @Nullable LoopLoad load;
    private Object key = this;

    /** The streams of which bytes are written; null if it is not asked for. */
    private @Nullable Set<Integer> written;

    private @Nullable GrpcHttp2ConnectionHandler http2;

    FrameGuard(Guards guards, Peer peer) {
        this.guards = guards;
        this.peer = peer;
        lastRead = guards.now();
        incompleteSince = lastRead;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        load = guards.loads().of(ctx.executor());
        Object ends = Guards.ends(ctx.channel().remoteAddress(), ctx.channel().localAddress());
        if (ends != null) {
            key = ends;
        }
        guards.open().put(key, this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        guards.open().remove(key, this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        guards.open().remove(key, this);
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof ByteBuf bytes) {
            lastRead = guards.now();
            if (load != null) {
                load.read(lastRead);
            }
            suspect = false;
            if (!scan(bytes)) {
                guards.refusals()
                        .refused("resets", "streams reset by " + peer + ": too many (see --max-resets-per-peer)");
                bytes.release();
                ctx.close();
                return;
            }
        }
        ctx.fireChannelRead(msg);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) throws Http2Exception {
        if (msg instanceof ByteBuf bytes
                && bytes.readableBytes() == RESET_BYTES
                && bytes.getByte(bytes.readerIndex() + 3) == RST_STREAM) {
            explainReset(ctx, bytes);
        } else if (written != null
                && msg instanceof ByteBuf bytes
                && bytes.readableBytes() == HEADER
                && bytes.getByte(bytes.readerIndex() + 3) == DATA) {
            written.add(bytes.getInt(bytes.readerIndex() + 5));
        }
        ctx.write(msg, promise);
    }

    @Override
    public @Nullable LoopLoad load() {
        return load;
    }

    @Override
    public int startingStream() {
        if (http2 == null && context != null) {
            http2 = context.pipeline().get(GrpcHttp2ConnectionHandler.class);
        }
        return http2 == null ? 0 : http2.connection().remote().lastStreamCreated();
    }

    @Override
    public void withWritten(Consumer<Set<Integer>> check) {
        onThread(() -> {
            Set<Integer> since = written;
            written = new HashSet<>();
            check.accept(since == null ? Set.of() : since);
        });
    }

    @Override
    public void forgetWritten() {
        onThread(() -> written = null);
    }

    /** Through the handler of HTTP/2, which does it so. */
    @Override
    public void goAway() {
        onThread(() -> {
            if (context != null) {
                context.channel().close();
            }
        });
    }

    /** Not through the handler of HTTP/2, which is behind this one. */
    @Override
    public void close() {
        onThread(() -> {
            if (context != null) {
                context.close();
            }
        });
    }

    @Override
    public void reset(int stream, Status status) {
        if (context != null && http2 != null && http2.connection().stream(stream) != null) {
            Http2Exception reset = Http2Exception.streamError(
                    stream, Http2Error.ENHANCE_YOUR_CALM, String.valueOf(status.getDescription()));
            // As if the stream had failed: grpc ends the call with the status, and the client gets the code.
            http2.onError(
                    context.pipeline().context(http2),
                    true,
                    status.withCause(reset).asRuntimeException());
        }
    }

    private void onThread(Runnable check) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(check);
        }
    }

    /** Closes the connection if it is too slow or silent; on any thread. */
    void check() {
        ChannelHandlerContext ctx = context;
        if (ctx != null && (guards.isQuiet(lastRead) || isSlow())) {
            ctx.executor().execute(() -> closeIfStalled(ctx));
        }
    }

    private void closeIfStalled(ChannelHandlerContext ctx) {
        if (!guards.isQuiet(lastRead) && !isSlow()) {
            return;
        }
        if (!suspect) {
            // The thread may have been busy, and the bytes may be there: they are read before the next check.
            suspect = true;
            return;
        }
        guards.refusals()
                .refused(
                        "slow-connection",
                        "a connection of " + peer
                                + (isSlow()
                                        ? " has begun a frame and not completed it (see --slow-connection-timeout)"
                                        : " is silent (see --keep-alive-time)"));
        // Not through the handlers behind this one, which would wait for a client that does not read.
        ctx.close();
    }

    private boolean isSlow() {
        int since = incompleteSince;
        return since != NEVER && guards.isSlow(since);
    }

    /** Follows the bytes to the ends of frames. False if too many streams were reset. */
    private boolean scan(ByteBuf bytes) {
        boolean admitted = true;
        boolean progress = false;
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (prefaceLeft > 0) {
                int skip = Math.min(prefaceLeft, end - at);
                prefaceLeft -= skip;
                at += skip;
            } else if (payloadLeft > 0) {
                int skip = Math.min(payloadLeft, end - at);
                payloadLeft -= skip;
                at += skip;
                progress |= payloadLeft == 0 && !inHeaders;
            } else {
                int take = Math.min(HEADER - headerBytes, end - at);
                bytes.getBytes(at, header, headerBytes, take);
                headerBytes += take;
                at += take;
                if (headerBytes == HEADER) {
                    headerBytes = 0;
                    admitted &= frame();
                    progress |= payloadLeft == 0 && !inHeaders;
                }
            }
        }
        if (prefaceLeft == 0 && headerBytes == 0 && payloadLeft == 0 && !inHeaders) {
            incompleteSince = NEVER;
        } else if (progress || incompleteSince == NEVER) {
            incompleteSince = guards.now();
        }
        return admitted;
    }

    private boolean frame() {
        payloadLeft = ((header[0] & 0xff) << 16) | ((header[1] & 0xff) << 8) | (header[2] & 0xff);
        int type = header[3];
        if (type == HEADERS || type == CONTINUATION) {
            inHeaders = (header[4] & END_HEADERS) == 0;
        }
        return type != RST_STREAM || peer.countReset(guards.now());
    }

    private void explainReset(ChannelHandlerContext ctx, ByteBuf reset) throws Http2Exception {
        int code = reset.getInt(reset.readerIndex() + HEADER);
        GrpcHttp2ConnectionHandler http2 = ctx.pipeline().get(GrpcHttp2ConnectionHandler.class);
        if (http2 == null || (code != PROTOCOL_ERROR && code != INTERNAL_ERROR)) {
            return;
        }
        int id = reset.getInt(reset.readerIndex() + 5);
        Http2Connection connection = http2.connection();
        Http2Stream stream = connection.stream(id);
        if (stream == null ? connection.streamMayHaveExisted(id) : stream.isHeadersSent()) {
            return; // Its end has been reported.
        }
        String reason = code == PROTOCOL_ERROR
                ? "request headers: malformed (expected: lower-case names, base64 in -bin headers, no connection headers)"
                : "request headers: malformed (expected for grpc-timeout: up to 8 digits and one of H, M, S, m, u, n)";
        guards.refusals().refused("malformed-headers", reason + ", from " + peer);
        DefaultHttp2Headers trailers = new DefaultHttp2Headers();
        trailers.status("200");
        trailers.add("content-type", "application/grpc");
        trailers.add("grpc-status", "13");
        trailers.add("grpc-message", reason);
        http2.encoder()
                .frameWriter()
                .writeHeaders(ctx.pipeline().context(http2), id, trailers, 0, true, ctx.newPromise());
        if (stream == null) {
            connection.remote().createStream(id, true).close();
        }
    }
}
