package dev.yodel.benchmarks.round;

import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.LatenessIntervals;
import dev.yodel.benchmarks.load.LinePrefix;
import dev.yodel.benchmarks.machine.CpuStalls;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.ServerProcess;
import java.time.Duration;

/**
 * A measurement window that has begun and not yet ended.
 *
 * @param serverCpuBefore CPU time that the server had used before the window
 */
record OpenWindow(ChildProcess client, ServerProcess server, Duration serverCpuBefore) {

    /** Waits until the window of a client begins. */
    static OpenWindow await(ChildProcess client, ServerProcess server) {
        client.await(LinePrefix.BEGIN);
        return new OpenWindow(client, server, server.process().cpu());
    }

    /** Waits until the window has ended and the client has exited. */
    Round awaitEnd() {
        return awaitEnd(() -> {});
    }

    /** @param atEnd runs as soon as the window has ended */
    Round awaitEnd(Runnable atEnd) {
        client.await(LinePrefix.END);
        atEnd.run();
        Duration serverCpu = server.process().cpu().minus(serverCpuBefore);
        LatenessIntervals lateness = LatenessIntervals.parse(client.await(LinePrefix.LATENESS));
        Round round = new Round(KeyValues.parse(client.await(LinePrefix.RESULT)), lateness, serverCpu, CpuStalls.NONE);
        client.awaitExit();
        return round;
    }
}
