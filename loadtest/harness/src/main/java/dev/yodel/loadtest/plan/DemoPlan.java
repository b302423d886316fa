package dev.yodel.loadtest.plan;

import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of the demo: many slow chats, and some calls of every other shape beside them.
 *
 * <p>Each chat sends a message every 100 to 200 ms, awaits its answer, and is opened anew after 50 messages, so that
 * 1,000 streams make 6,667 messages a second each way: enough to see, and little enough for two cores to carry both
 * service and injector without being busy all the time.
 */
public final class DemoPlan {

    public static final String CHAT = "chat";
    public static final String GREET = "greet";
    public static final String EXPAND = "expand";
    public static final String COLLECT = "collect";

    private static final ActionInterval CHAT_PACE = new ActionInterval(Duration.ofMillis(100), Duration.ofMillis(200));
    private static final ActionInterval CALL_PACE = ActionInterval.of(Duration.ofMillis(100));
    private static final int CHAT_MESSAGES = 50;
    private static final int CALL_MESSAGES = 10;
    private static final int GREETERS = 50;
    private static final int STREAMERS = 10;

    private DemoPlan() {}

    public static LoadPlan of(Target target, int streams, Duration warmUp, Duration duration) {
        Expect.within("streams", streams, 1, 100_000);
        return new LoadPlan(
                "demo",
                target,
                warmUp,
                duration,
                null,
                List.of(
                        request(
                                CHAT,
                                "yodel.v1.EchoService/Chat",
                                MethodType.BIDI_STREAMING,
                                new Arrival.Streams(streams, CHAT_PACE, null),
                                CHAT_MESSAGES),
                        request(
                                GREET,
                                "yodel.v1.GreetingService/Greet",
                                MethodType.UNARY,
                                new Arrival.Users(GREETERS, CALL_PACE),
                                null),
                        request(
                                EXPAND,
                                "yodel.v1.EchoService/Expand",
                                MethodType.SERVER_STREAMING,
                                new Arrival.Users(STREAMERS, CALL_PACE),
                                CALL_MESSAGES),
                        request(
                                COLLECT,
                                "yodel.v1.EchoService/Collect",
                                MethodType.CLIENT_STREAMING,
                                new Arrival.Users(STREAMERS, CALL_PACE),
                                CALL_MESSAGES)));
    }

    private static RequestPlan request(
            String name, String call, MethodType kind, Arrival arrival, @Nullable Integer messages) {
        return new RequestPlan(name, call, kind, arrival, messages, List.of(), List.of());
    }
}
