package dev.yodel.loadtest;

import dev.yodel.loadtest.cli.YodelCommand;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The main class of the load test. */
public final class Yodel {

    private static final String EVENT_LOOPS = "io.netty.eventLoopThreads";

    private Yodel() {}

    public static void main(String[] args) {
        // Logs of gRPC go to the log: standard error has only the one line that reports an error.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        oneEventLoopPerCore();
        System.exit(YodelCommand.execute(args));
    }

    /** Netty reads this when it is loaded. Its default, two per core, would make them compete for the core. */
    private static void oneEventLoopPerCore() {
        if (System.getProperty(EVENT_LOOPS) == null) {
            int cores = Runtime.getRuntime().availableProcessors();
            System.setProperty(EVENT_LOOPS, String.valueOf(cores));
        }
    }
}
