package dev.yodel.service.metrics;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler.Sharable;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.FullHttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.FullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderValues;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpMethod;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import io.grpc.netty.shaded.io.netty.util.AttributeKey;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of the HTTP port, one at a time per connection. Its state belongs to the port's one thread. */
@SuppressWarnings("FutureReturnValueIgnored") // The transport reports failures by closing the connection.
@Sharable
final class HttpRequests extends SimpleChannelInboundHandler<FullHttpRequest> {

    static final int SCRAPES_AT_ONCE = 2;

    /** Those that run, wait to run, or whose response is not read yet. */
    static final int MAX_SCRAPES = 4;

    private static final Logger LOG = LoggerFactory.getLogger(HttpRequests.class);
    private static final String OPEN_METRICS_TYPE = "application/openmetrics-text";
    private static final String OPEN_METRICS = OPEN_METRICS_TYPE + "; version=1.0.0; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    /** From the start of a connection, or from a response, to the end of the next request; longer than between most scrapes. */
    private static final int REQUEST_SECONDS = 120;

    private static final AttributeKey<Future<?>> TIME_OUT = AttributeKey.valueOf("yodel-http-time-out");

    private final ServerMeters meters;
    private final BooleanSupplier ready;
    private final Executor scrapes;
    private final QuietConnections connections;
    private int scraping;

    HttpRequests(ServerMeters meters, BooleanSupplier ready, Executor scrapes, QuietConnections connections) {
        this.meters = meters;
        this.ready = ready;
        this.scrapes = scrapes;
        this.connections = connections;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        awaitRequest(ctx);
    }

    /** The request is not complete yet. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (ctx.channel().attr(TIME_OUT).get() != null) {
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        endTimeOut(ctx.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        endTimeOut(ctx.channel());
        connections.heard(ctx.channel());
        if (request.decoderResult().isFailure()) {
            FullHttpResponse refusal = text(HttpResponseStatus.BAD_REQUEST, "not a request (expected: HTTP/1.1)");
            refusal.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            respond(ctx, refusal);
            return;
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            FullHttpResponse refusal =
                    text(HttpResponseStatus.METHOD_NOT_ALLOWED, request.method() + " (expected: GET)");
            refusal.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            respond(ctx, refusal);
            return;
        }
        int query = request.uri().indexOf('?');
        switch (query < 0 ? request.uri() : request.uri().substring(0, query)) {
            case "/metrics" -> scrape(ctx, request.headers().get(HttpHeaderNames.ACCEPT));
            case "/healthz" -> respond(ctx, text(HttpResponseStatus.OK, "ok"));
            case "/readyz" -> {
                boolean isReady = ready.getAsBoolean();
                respond(
                        ctx,
                        isReady
                                ? text(HttpResponseStatus.OK, "ready")
                                : text(HttpResponseStatus.SERVICE_UNAVAILABLE, "not ready"));
            }
            default ->
                respond(ctx, text(HttpResponseStatus.NOT_FOUND, "not found (expected: /metrics, /healthz or /readyz)"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("connection of the HTTP port", cause);
        ctx.close();
    }

    private void scrape(ChannelHandlerContext ctx, @Nullable String accept) {
        if (scraping >= MAX_SCRAPES) {
            respond(ctx, text(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many scrapes at once"));
            return;
        }
        scraping++;
        String format = accept != null && accept.contains(OPEN_METRICS_TYPE) ? OPEN_METRICS : PROMETHEUS;
        scrapes.execute(() -> {
            FullHttpResponse written = written(format);
            try {
                ctx.executor().execute(() -> respond(ctx, written).addListener(read -> scraping--));
            } catch (RejectedExecutionException e) {
                LOG.debug("the HTTP port is closed", e);
            }
        });
    }

    private FullHttpResponse written(String format) {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream(64 * 1024);
            meters.write(format, body);
            return response(HttpResponseStatus.OK, format, body.toByteArray());
        } catch (IOException | RuntimeException e) {
            LOG.debug("scrape failed", e);
            return text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the scrape failed");
        }
    }

    private Future<Void> respond(ChannelHandlerContext ctx, FullHttpResponse response) {
        return ctx.writeAndFlush(response).addListener(sent -> {
            if (sent.isSuccess() && ctx.channel().isActive()) {
                awaitRequest(ctx);
            }
        });
    }

    private static void awaitRequest(ChannelHandlerContext ctx) {
        endTimeOut(ctx.channel());
        Future<?> timeOut = ctx.executor()
                .schedule(
                        () -> {
                            ctx.close();
                        },
                        REQUEST_SECONDS,
                        TimeUnit.SECONDS);
        ctx.channel().attr(TIME_OUT).set(timeOut);
        ctx.read();
    }

    private static void endTimeOut(Channel connection) {
        Future<?> timeOut = connection.attr(TIME_OUT).getAndSet(null);
        if (timeOut != null) {
            timeOut.cancel(false);
        }
    }

    private static FullHttpResponse text(HttpResponseStatus status, String text) {
        return response(status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static FullHttpResponse response(HttpResponseStatus status, String type, byte[] body) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }
}
