package dev.yodel.loadtest.live;

import dev.yodel.gatling.grpc.stats.RequestStats;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** What is timed of calls, streams and messages: each is a histogram, in a classic and a native form. */
enum LatencyMetric {
    SERVICE_TIME(
            "service_time",
            "Service time: from handing the call to the channel to its end.",
            RequestStats::serviceTime),
    RESPONSE_TIME(
            "response_time", "Response time: from the due time of the call to its end.", RequestStats::responseTime),
    MESSAGE_ROUND_TRIP(
            "message_round_trip",
            "Time from the due time of a message on a stream to its response.",
            RequestStats::roundTrip),
    FIRST_MESSAGE("first_message", "Time from opening a stream to its first message.", RequestStats::firstMessage),
    MESSAGE_GAP("message_gap", "Time between messages received on a stream.", RequestStats::gap),
    START_LAG("start_lag", "Start lag of scheduled calls: from their due time to their start.", RequestStats::startLag),
    SERVER_TIME(
            "server_time",
            "The server's own time of a call, where servers send it in a server-timing trailer.",
            RequestStats::serverTime);

    private final String text;
    private final String help;
    private final Function<RequestStats, Histogram> nanos;

    LatencyMetric(String text, String help, Function<RequestStats, Histogram> nanos) {
        this.text = text;
        this.help = help;
        this.nanos = nanos;
    }

    /** Its name in a metric. */
    String text() {
        return text;
    }

    String help() {
        return help;
    }

    Histogram nanosOf(RequestStats stats) {
        return nanos.apply(stats);
    }
}
