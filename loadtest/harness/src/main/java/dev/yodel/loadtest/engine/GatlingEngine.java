package dev.yodel.loadtest.engine;

import io.gatling.app.Gatling$;
import io.gatling.javaapi.core.Simulation;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Gatling in this JVM, as an engine only: without its data writers, its report, its version check and its messages on
 * standard output.
 */
final class GatlingEngine {

    private static final String CONFIGURATION = "gatling-figures.conf";

    private GatlingEngine() {}

    /**
     * Runs a simulation on a daemon thread.
     *
     * @return completes when Gatling ends; fails if it crashed
     */
    static CompletableFuture<Void> start(Class<? extends Simulation> simulation) {
        System.setProperty("gatling.conf.file", CONFIGURATION);
        System.setProperty("java.util.prefs.PreferencesFactory", QuietPreferences.class.getName());
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(simulation, done), "yodel-gatling");
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    @SuppressWarnings("CatchThrowable") // whatever ends Gatling must complete the future
    private static void run(Class<? extends Simulation> simulation, CompletableFuture<Void> done) {
        try {
            int code = Gatling$.MODULE$.fromArgs(new String[] {"--simulation", simulation.getName(), "--no-reports"});
            if (code == 0) {
                done.complete(null);
            } else {
                done.completeExceptionally(new IllegalStateException("exit code %d (expected: 0)".formatted(code)));
            }
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }
}
