package dev.yodel.gateway.http;

import com.google.common.base.Ascii;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;

/** How the messages of a response are separated. */
enum Framing {
    /** One JSON object. */
    SINGLE("application/json"),
    /** A JSON object in each line. */
    LINES("application/x-ndjson"),
    /** Server-sent events, whose data are JSON objects; the event {@code end} keeps a browser from asking again. */
    EVENTS("text/event-stream; charset=utf-8");

    private final String type;

    Framing(String type) {
        this.type = type;
    }

    /** What a caller accepts, for a stream of messages. */
    static Framing accepted(RequestHeaders request) {
        String accept = request.get(HttpHeaderNames.ACCEPT, "");
        return Ascii.toLowerCase(accept).contains("text/event-stream") ? EVENTS : LINES;
    }

    MediaType type() {
        return MediaType.parse(type);
    }

    String message(String json) {
        return this == EVENTS ? "data: " + json + "\n\n" : json + "\n";
    }

    String error(String json) {
        return this == EVENTS ? "event: error\ndata: " + json + "\n\n" : json + "\n";
    }

    String end() {
        return this == EVENTS ? "event: end\ndata: {}\n\n" : "";
    }
}
