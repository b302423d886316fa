package dev.yodel.loadtest.engine.scenario;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;

import dev.yodel.loadtest.run.LoadRun;
import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** The stages of a run for its virtual users: the warm-up, if it must be kept apart, and the measured window. */
final class RunStages {

    /** Calls begun at the end of the warm-up and due a moment later must not exceed the count. */
    private static final Duration MARGIN = Duration.ofMillis(10);

    private final LoadRun run;

    RunStages(LoadRun run) {
        this.run = run;
    }

    /** The behavior for the window; if the warm-up is kept apart, also one for the warm-up before it. */
    ChainBuilder staged(boolean apart, Function<Stage, ChainBuilder> behavior) {
        ChainBuilder window = behavior.apply(new Stage(() -> !run.over(), run::next, run::left));
        if (!apart || run.plan().warmUp().isZero()) {
            return window;
        }
        BooleanSupplier warmUp = () -> !run.over() && !warmUpLeft().isZero();
        return exec(behavior.apply(new Stage(warmUp, warmUp, this::warmUpLeft)))
                .exec(untilWindow())
                .exec(window);
    }

    /** How long something may yet begin in the warm-up without being due in the window. */
    Duration warmUpLeft() {
        return apart(run.warmUpLeft());
    }

    /** So much of a warm-up that nothing begun in it is due in the window. */
    static Duration apart(Duration warmUp) {
        Duration most = warmUp.minus(MARGIN);
        return most.isNegative() ? Duration.ZERO : most;
    }

    /** Waits for the end of the window: the last call is due before it. */
    ChainBuilder untilEnd() {
        return exec(pause(session -> run.left()));
    }

    ChainBuilder untilWindow() {
        return exec(doIf(session -> !run.over())
                .then(pause(session -> run.warmUpLeft().plusMillis(1))));
    }

    /**
     * One stage of a run.
     *
     * @param active whether the stage is still active
     * @param take whether one more call, or message, may begin in it
     * @param left the time until its end
     */
    record Stage(BooleanSupplier active, BooleanSupplier take, Supplier<Duration> left) {

        boolean isActive() {
            return active.getAsBoolean();
        }

        boolean next() {
            return take.getAsBoolean();
        }

        Duration timeLeft() {
            return left.get();
        }
    }
}
