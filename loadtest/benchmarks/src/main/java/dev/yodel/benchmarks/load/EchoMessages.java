package dev.yodel.benchmarks.load;

import com.google.protobuf.util.Durations;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoRequest;
import java.time.Duration;

/** The messages that every load sends: the same, whoever sends them. */
public final class EchoMessages {

    /** 32 characters. */
    public static final String TEXT = "holla-di-ri, holla-di-ro, holla!";

    private EchoMessages() {}

    /** Asks for an answer that is held back for a time, or for none. */
    public static EchoRequest echo(Duration delay) {
        EchoRequest.Builder request = EchoRequest.newBuilder().setMessage(TEXT);
        if (!delay.isZero()) {
            Delay headerDelay = Delay.newBuilder()
                    .setFixed(Durations.fromNanos(delay.toNanos()))
                    .build();
            request.setBehavior(Behavior.newBuilder().setHeaderDelay(headerDelay));
        }
        return request.build();
    }

    public static ChatRequest chat() {
        return ChatRequest.newBuilder().setMessage(TEXT).build();
    }
}
