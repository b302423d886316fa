package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.protocol.WindDownListener;
import io.gatling.core.action.Action;
import java.time.Duration;

/** A wait that lasts for a time given by the scenario, unless the run winds down earlier. */
abstract class TimedWait<Q, S> extends StreamWait<Q, S> implements WindDownListener {

    private boolean over;

    TimedWait(StreamCall<Q, S> stream, Action next, Duration time) {
        super(stream, next, time);
    }

    /** Waits from now on. */
    final void startTimedWait() {
        startWaiting();
        stream().components().windDownListeners().register(this);
    }

    /** The run winds down: the user proceeds now. */
    abstract void endEarly();

    @Override
    final void onProceed() {
        over = true;
        stream().components().windDownListeners().unregister(this);
    }

    @Override
    public final void windDown() {
        stream().onLoop(() -> {
            if (!over) {
                endEarly();
            }
        });
    }
}
