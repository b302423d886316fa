package dev.yodel.loadtest.engine;

import io.gatling.app.Gatling$;
import io.gatling.javaapi.core.Simulation;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Gatling in this JVM, for its engine alone: without its writers, its report, its calls home and its words on standard
 * output.
 */
public final class GatlingEngine {

    private static final String CONFIGURATION = "gatling-figures.conf";

    private GatlingEngine() {}

    /**
     * Runs a simulation on a thread of its own, which does not keep the JVM alive.
     *
     * @return done when Gatling is; failed if it crashed
     */
    public static CompletableFuture<Void> start(Class<? extends Simulation> simulation) {
        System.setProperty("gatling.conf.file", CONFIGURATION);
        System.setProperty("java.util.prefs.PreferencesFactory", QuietPreferences.class.getName());
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(simulation, done), "yodel-gatling");
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    @SuppressWarnings("CatchThrowable") // whatever ends Gatling, those who wait for it must hear of it
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
