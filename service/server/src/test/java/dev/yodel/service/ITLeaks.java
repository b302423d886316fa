package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.netty.shaded.io.netty.buffer.PooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** No buffer of the transport is lost, however a call ends. The service itself runs without the search for leaks. */
class ITLeaks {

    private static final int CALLS = 200;
    private static final int MOST_RESETS = 2 * CALLS;
    private static final String ON_PURPOSE = "lost on purpose";
    private static final String CHAT = "yodel.v1.EchoService/Chat";

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer("--max-resets-per-peer=" + MOST_RESETS);

    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            reports.add(event.getFormattedMessage());
        }
    };

    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

    @BeforeEach
    void search() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        ResourceLeakDetector.setLevel(level);
    }

    @Test
    void no_buffer_is_lost() throws Exception {
        answered();
        cancelled();
        malformed();
        refused();
        loseOneOnPurpose();

        Eventually.assertThatEventually(
                this::reportedAfterCollection, found -> found.stream().anyMatch(text -> text.contains(ON_PURPOSE)));

        assertThat(reportedAfterCollection()).singleElement().asString().contains(ON_PURPOSE);
    }

    private void answered() {
        EchoServiceGrpc.EchoServiceBlockingStub echo = EchoServiceGrpc.newBlockingStub(LOCAL.channel());
        for (int i = 0; i < CALLS; i++) {
            echo.echo(EchoRequest.newBuilder().setMessage("kept").build());
        }
    }

    private void cancelled() throws InterruptedException {
        for (int i = 0; i < CALLS; i++) {
            RecordingCall<ChatRequest, ChatResponse> call =
                    new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getChatMethod());
            call.call().sendMessage(ChatRequest.newBuilder().setMessage("left").build());
            call.call().cancel("no patience", null);
        }
        Eventually.assertThatEventually(() -> LOCAL.server().callsOpen(), open -> open == 0);
    }

    /** With frames that arrive after the end of their call, and a reset that carries a status. */
    private void malformed() throws Exception {
        for (int i = 0; i < CALLS / 10; i++) {
            try (RawConnection client = RawConnection.open(LOCAL.server().grpcTarget())) {
                client.call(1, CHAT, "data-bin", "%%%");
                client.frame(RawConnection.DATA, 0, 1, RawConnection.framed(0));
                client.call(3, CHAT);
                client.frame(RawConnection.DATA, 0, 3, RawConnection.framed(100, (byte) 1));
                client.call(5, CHAT);
                client.message(5, (byte) 0xff);
                client.awaitEnd(1);
                client.awaitEnd(5);
            }
        }
    }

    /** Connections that are closed for their resets, which are read before anything else. */
    private static void refused() throws Exception {
        for (int i = 0; i < 5; i++) {
            RawConnection client = RawConnection.open(LOCAL.server().grpcTarget());
            try (client) {
                for (int stream = 1; stream <= 4 * MOST_RESETS; stream += 2) {
                    client.call(stream, CHAT).reset(stream);
                }
            } catch (IOException e) {
                // Closed by the server in the middle of a write.
            }
            client.awaitClosed();
        }
    }

    /** Proves that a loss would be seen. */
    private static void loseOneOnPurpose() {
        PooledByteBufAllocator.DEFAULT.directBuffer(16).touch(ON_PURPOSE);
    }

    /** Losses are found when their buffers have been collected, and reported when the next one is allocated. */
    private List<String> reportedAfterCollection() {
        System.gc();
        PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        return reports;
    }
}
