package dev.yodel.loadtest.chat;

import com.google.protobuf.Timestamp;
import dev.yodel.v1.Event;
import dev.yodel.v1.Gap;
import dev.yodel.v1.LeaveReason;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;

/** The lines that a person reads. Control characters of others are replaced: they could rewrite the terminal. */
final class ChatLines {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private final DateTimeFormatter clock;

    ChatLines(ZoneId zone) {
        clock = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
    }

    String event(Event event) {
        String name = plain(event.getName());
        String what = switch (event.getKindCase()) {
            case POST -> name + ": " + plain(event.getPost().getText());
            case JOINED -> "* " + name + " joined";
            case LEFT -> "* " + name + " left" + reason(event.getLeft().getReason());
            case KIND_NOT_SET -> "* " + name + " did something that this version does not know";
        };
        return time(event.getTime()) + " " + what;
    }

    String gap(Gap gap) {
        long missing = gap.getToSeq() - gap.getFromSeq();
        return "* %d earlier %s no longer kept by the room"
                .formatted(missing, missing == 1 ? "event is" : "events are");
    }

    String members(String room, List<String> members) {
        return "* in %s: %s".formatted(plain(room), plain(String.join(", ", members)));
    }

    private String time(Timestamp time) {
        return clock.format(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
    }

    private static String reason(LeaveReason reason) {
        return switch (reason) {
            case LEAVE_REASON_LOST -> " (connection lost)";
            case LEAVE_REASON_TOO_SLOW -> " (read too slowly)";
            case LEAVE_REASON_REJECTED -> " (sent an invalid request)";
            case LEAVE_REASON_LEFT, LEAVE_REASON_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    private static String plain(String text) {
        return CONTROL.matcher(text).replaceAll("\ufffd");
    }
}
