package dev.yodel.benchmarks.load;

import com.google.protobuf.util.Durations;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoRequest;

/** The messages that every load sends: the same, whoever sends them. */
public final class Messages {

    /** 32 characters. */
    public static final String TEXT = "holla-di-ri, holla-di-ro, holla!";

    private Messages() {}

    public static EchoRequest echo(Load load) {
        EchoRequest.Builder request = EchoRequest.newBuilder().setMessage(TEXT);
        if (!load.manner().delay().isZero()) {
            Delay delay = Delay.newBuilder()
                    .setFixed(Durations.fromNanos(load.manner().delay().toNanos()))
                    .build();
            request.setBehavior(Behavior.newBuilder().setHeaderDelay(delay));
        }
        return request.build();
    }

    public static ChatRequest chat() {
        return ChatRequest.newBuilder().setMessage(TEXT).build();
    }
}
