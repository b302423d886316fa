package dev.yodel.gatling.grpc.bridge;

import io.gatling.core.CoreComponents;
import scala.runtime.BoxedUnit;

/** The end of a run, as Gatling's actor system announces it. */
public final class RunTermination {

    private RunTermination() {}

    /** Runs the task on the thread that ends the simulation, before Gatling shuts its event loops down. */
    public static void onTermination(CoreComponents core, Runnable task) {
        core.actorSystem().registerOnTermination(() -> {
            task.run();
            return BoxedUnit.UNIT;
        });
    }
}
