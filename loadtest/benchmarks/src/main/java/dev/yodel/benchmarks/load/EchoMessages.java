package dev.yodel.benchmarks.load;

import com.google.protobuf.util.Durations;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.EchoRequest;
import java.time.Duration;

/** The request messages, the same in every client. */
public final class EchoMessages {

    /** 32 characters. */
    public static final String TEXT = "holla-di-ri, holla-di-ro, holla!";

    private EchoMessages() {}

    /** A request for an answer after a delay; zero requests none. */
    public static EchoRequest echo(Duration serverDelay) {
        EchoRequest.Builder request = EchoRequest.newBuilder().setMessage(TEXT);
        if (!serverDelay.isZero()) {
            request.getBehaviorBuilder().getHeaderDelayBuilder().setFixed(Durations.fromNanos(serverDelay.toNanos()));
        }
        return request.build();
    }

    public static ChatRequest chat() {
        return ChatRequest.newBuilder().setMessage(TEXT).build();
    }
}
