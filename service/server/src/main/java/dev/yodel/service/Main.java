package dev.yodel.service;

import dev.yodel.service.info.Version;
import dev.yodel.service.settings.BadSettingException;
import dev.yodel.service.settings.ServiceCommand;
import dev.yodel.service.settings.ServiceSettings;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program: reads settings, starts the server, installs the drain hook. */
public final class Main {

    private static final int DRAINED = 0;
    private static final int NOT_STARTED = 1;
    private static final int BAD_SETTINGS = 2;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try {
            ParseResult flags = ServiceCommand.commandLine().parseArgs(args);
            if (CommandLine.printHelpIfRequested(flags)) {
                return;
            }
            serve(ServiceCommand.settings(flags, System.getenv()));
        } catch (ParameterException | BadSettingException e) {
            end(e, " (see --help)", BAD_SETTINGS);
        } catch (StartFailedException e) {
            end(e, "", NOT_STARTED);
        }
    }

    private static void serve(ServiceSettings settings) throws StartFailedException, InterruptedException {
        YodelServer server = YodelServer.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(server, settings), "yodel-drain"));
        System.out.printf(
                "yodel %s serving grpc=%s metrics=%s jdk=%s pid=%d%n",
                Version.current(),
                server.grpcTarget(),
                server.metricsUrl(),
                System.getProperty("java.version"),
                ProcessHandle.current().pid());
        server.awaitTermination();
    }

    /** Runs on SIGTERM and SIGINT, for which the JVM's own exit codes are 143 and 130: drained is no failure, so 0. */
    private static void drain(YodelServer server, ServiceSettings settings) {
        try {
            System.out.printf(
                    "yodel draining open=%d wait=%dms grace=%dms%n",
                    server.callsOpen(), settings.drainWait.toMillis(), settings.grace.toMillis());
            long cut = server.drain();
            if (cut > 0) {
                System.out.printf("yodel cut calls=%d%n", cut);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        Runtime.getRuntime().halt(DRAINED);
    }

    private static void end(Exception e, String hint, int code) {
        System.err.println("yodel: " + e.getMessage() + hint);
        System.exit(code);
    }
}
