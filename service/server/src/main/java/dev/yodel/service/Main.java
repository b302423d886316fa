package dev.yodel.service;

import dev.yodel.service.info.Version;
import dev.yodel.service.settings.ServiceCommand;
import dev.yodel.service.settings.ServiceSettings;
import java.io.IOException;
import java.util.Locale;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The program: starts the server with the settings of the command line and drains it on SIGTERM and SIGINT. */
public final class Main {

    private static final int DRAINED = 0;
    private static final int NOT_STARTED = 1;
    private static final int STOPPED_AT_ONCE = 3;

    private Main() {}

    public static void main(String[] args) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        int exitCode = ServiceCommand.execute(args, System.getenv(), Main::serve);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static int serve(ServiceSettings settings) {
        // Before the first logger is created: see logback.xml.
        System.setProperty("YODEL_LOG_FORMAT", settings.logFormat.name().toLowerCase(Locale.ROOT));
        try {
            YodelServer server = YodelServer.start(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(server, settings), "yodel-drain"));
            System.out.printf(
                    "yodel %s serving grpc=%s metrics=%s jdk=%s pid=%d%s%s%n",
                    Version.current(),
                    server.grpcTarget(),
                    server.metricsUrl(),
                    System.getProperty("java.version"),
                    ProcessHandle.current().pid(),
                    server.adminTarget() == null ? "" : " admin=" + server.adminTarget(),
                    server.gatewayUrl() == null ? "" : " http=" + server.gatewayUrl());
            server.awaitTermination();
        } catch (IOException e) {
            System.err.println("yodel: " + e.getMessage());
            return NOT_STARTED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return DRAINED;
    }

    /** Exits with 0 after a drain: it is no failure, but the JVM itself would exit with 143 or 130 after a signal. */
    private static void drain(YodelServer server, ServiceSettings settings) {
        long start = System.nanoTime();
        System.out.printf(
                "yodel draining open=%d wait=%dms grace=%dms%n",
                server.callsOpen(), settings.drainWait.toMillis(), settings.grace.toMillis());
        SecondSignal.run(() -> exit(STOPPED_AT_ONCE, "stopped at once by a second signal", start, server.callsOpen()));
        try {
            long cut = server.drain();
            exit(DRAINED, cut == 0 ? "drained" : "drained incompletely", start, cut);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(DRAINED);
    }

    private static void exit(int code, String how, long start, long cut) {
        System.out.printf("yodel %s after=%dms cut=%d%n", how, (System.nanoTime() - start) / 1_000_000, cut);
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }
}
