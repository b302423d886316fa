package dev.yodel.loadtest.plan;

import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The demo: many slow chats, a few calls of every other kind, and a chat room.
 *
 * <p>Each chat sends a message every 100 to 200 ms, waits for the response, and is reopened after 50 messages. 1,000
 * streams thus carry 6,667 messages per second each way: enough to see, and little enough for two cores to run both the
 * service and the load generator without saturation.
 *
 * @param streams chats open at the same time, 1 to 100,000
 * @param warmUp warm-up time, excluded from all results
 * @param duration measured time
 */
public record DemoPlan(int streams, Duration warmUp, Duration duration) {

    public static final String CHAT = "chat";
    public static final String GREET = "greet";
    public static final String EXPAND = "expand";
    public static final String COLLECT = "collect";
    public static final String ROOM = "room";

    private static final Pacing CHAT_PACE = new Pacing(Duration.ofMillis(100), Duration.ofMillis(200));
    private static final Pacing CALL_PACE = Pacing.of(Duration.ofMillis(100));
    private static final int CHAT_MESSAGES = 50;
    private static final int CALL_MESSAGES = 10;
    private static final int GREETERS = 50;
    private static final int STREAMERS = 10;
    private static final int MEMBERS = 20;
    private static final double POSTS_PER_SECOND = 10;

    public DemoPlan {
        Expect.within("streams", streams, 1, 100_000);
        LoadPlan.checkTimes(warmUp, duration, null);
    }

    /** The plan for a service that is running there. */
    public LoadPlan at(Target target) {
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
                                CALL_MESSAGES),
                        room()));
    }

    private static RequestPlan room() {
        return new RequestPlan(
                ROOM,
                "yodel.v1.RoomService/Join",
                MethodType.BIDI_STREAMING,
                new Arrival.Streams(MEMBERS, null, POSTS_PER_SECOND),
                null,
                List.of(),
                List.of(),
                CallSettings.NONE.inRoom("demo"));
    }

    private static RequestPlan request(
            String name, String call, MethodType kind, Arrival arrival, @Nullable Integer messages) {
        return new RequestPlan(name, call, kind, arrival, messages, List.of(), List.of());
    }
}
