package dev.yodel.loadtest.live;

import dev.yodel.gatling.grpc.stats.RequestStats;
import org.HdrHistogram.Histogram;

/** What is timed of calls, streams and messages: each is a histogram, in a classic and a native form. */
enum LatencyMetric {
    SERVICE_TIME("service_time", "Service time: from handing the call to the channel to its end."),
    RESPONSE_TIME("response_time", "Response time: from the due time of the call to its end."),
    MESSAGE_ROUND_TRIP("message_round_trip", "Time from the due time of a message on a stream to its response."),
    FIRST_MESSAGE("first_message", "Time from opening a stream to its first message."),
    MESSAGE_GAP("message_gap", "Time between messages received on a stream."),
    START_LAG("start_lag", "Start lag of scheduled calls: from their due time to their start."),
    SERVER_TIME("server_time", "The server's own time of a call, where servers send it in a server-timing trailer.");

    private final String text;
    private final String help;

    LatencyMetric(String text, String help) {
        this.text = text;
        this.help = help;
    }

    /** Its name in a metric. */
    String text() {
        return text;
    }

    String help() {
        return help;
    }

    Histogram nanosOf(RequestStats stats) {
        return switch (this) {
            case SERVICE_TIME -> stats.serviceTime();
            case RESPONSE_TIME -> stats.responseTime();
            case MESSAGE_ROUND_TRIP -> stats.roundTrip();
            case FIRST_MESSAGE -> stats.firstMessage();
            case MESSAGE_GAP -> stats.gap();
            case START_LAG -> stats.startLag();
            case SERVER_TIME -> stats.serverTime();
        };
    }
}
