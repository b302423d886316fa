package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real program searches the limit of a server that has one by construction: two at a time, 50 ms each, 40 a second. */
@Timeout(300)
class ITFindLimit {

    private static final int PERMITS = 2;
    private static final int HELD_MILLIS = 50;
    private static final Pattern LIMIT = Pattern.compile("^limit: ([0-9.,]+)/s with p99 < 800ms$", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @Test
    void finds_what_the_server_itself_counts_at_most() throws Exception {
        LimitedEcho echo = new LimitedEcho();
        Server server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(echo)
                .addService(ProtoReflectionServiceV1.newInstance())
                .directExecutor()
                .build()
                .start();
        try (Program program = Program.start(
                folder,
                "find-limit",
                "localhost:" + server.getPort(),
                "--call",
                "yodel.v1.EchoService/Echo",
                "--data",
                "{\"message\": \"hello\"}",
                "--expect",
                "p99 < 800ms",
                "--from",
                "30",
                "--precision",
                "50",
                "--duration",
                "3s",
                "--warm-up",
                "0s",
                "--out",
                "search")) {
            assertThat(program.exit()).as(program.err() + program.out()).isZero();

            Matcher limit = LIMIT.matcher(program.out());
            assertThat(limit.find()).as(program.out()).isTrue();
            double found = Double.parseDouble(limit.group(1).replace(",", ""));
            assertThat(found).as(program.out()).isBetween(0.5 * echo.mostPerSecond(), 1.6 * echo.mostPerSecond());
            assertThat(program.out())
                    .containsPattern("30.0/s +(kept|MISSED) .* ms\n")
                    .contains("kept", "MISSED", "ran out first");
            assertThat(program.out().lines()).allMatch(line -> line.length() <= 80 || line.startsWith("results"));
            assertThat(Files.readString(folder.resolve("search/limit.csv"))).startsWith("rate,kept,injector_healthy");
        } finally {
            server.shutdownNow();
            echo.timer.shutdownNow();
        }
    }

    @Test
    void a_mistake_is_reported_by_the_first_run() throws Exception {
        try (Program program =
                Program.start(folder, "find-limit", "localhost:1", "--call", "a.B/C", "--expect", "p99 < 1ms")) {
            assertThat(program.exit()).isEqualTo(2);
            assertThat(program.err().lines()).singleElement().asString().startsWith("yodel: target localhost:1: ");
        }
        try (Program program = Program.start(
                folder, "find-limit", "localhost:1", "--call", "a.B/C", "--expect", "p99 < 1ms", "--users", "3")) {
            assertThat(program.exit()).isEqualTo(2);
            assertThat(program.err()).startsWith("yodel: --users: find-limit chooses the load itself");
        }
    }

    /** Each permit is busy for a time, one call after the other; it counts what it answers in each second. */
    private static final class LimitedEcho extends EchoServiceGrpc.EchoServiceImplBase {

        private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        private final long[] free = new long[PERMITS];
        private final ConcurrentMap<Long, LongAdder> answered = new ConcurrentHashMap<>();

        @Override
        public void echo(EchoRequest request, StreamObserver<EchoResponse> responses) {
            var unused = timer.schedule(() -> answer(responses), delayNanos(), TimeUnit.NANOSECONDS);
        }

        private synchronized long delayNanos() {
            int permit = free[0] <= free[1] ? 0 : 1;
            long now = System.nanoTime();
            long begin = free[permit] == 0 ? now : Math.max(now, free[permit]);
            free[permit] = begin + TimeUnit.MILLISECONDS.toNanos(HELD_MILLIS);
            return free[permit] - now;
        }

        private void answer(StreamObserver<EchoResponse> responses) {
            answered.computeIfAbsent(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()), s -> new LongAdder())
                    .increment();
            responses.onNext(EchoResponse.getDefaultInstance());
            responses.onCompleted();
        }

        long mostPerSecond() {
            return answered.values().stream().mapToLong(LongAdder::sum).max().orElse(0);
        }
    }
}
