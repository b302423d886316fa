package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.protocol.WindDownListener;
import io.gatling.core.action.Action;
import java.time.Duration;

/** A wait that goes on for as long as the user wanted, unless the run winds down before. */
abstract class TimedWait<Q, S> extends StreamWait<Q, S> implements WindDownListener {

    private boolean over;

    TimedWait(StreamCall<Q, S> stream, Action next, Duration time) {
        super(stream, next, time);
    }

    /** Waits from now on. */
    final void startTimedWait() {
        startWaiting();
        stream().components().begun(this);
    }

    /** Its time is over: the user is to go on. */
    abstract void endEarly();

    @Override
    final void onProceed() {
        over = true;
        stream().components().over(this);
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
