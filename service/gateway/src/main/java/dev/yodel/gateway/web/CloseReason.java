package dev.yodel.gateway.web;

import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;

/**
 * The status of a call in a close frame: 1000 for OK, else 4000 and the code of the status; the reason is its name and message,
 * as much as fits.
 */
record CloseReason(WebSocketCloseStatus status, String text) {

    /** A close frame has 125 bytes, two of them for its code. */
    private static final int MAX_BYTES = 123;

    private static final int FIRST_CODE = 4000;

    static CloseReason of(Status status) {
        if (status.isOk()) {
            return new CloseReason(WebSocketCloseStatus.NORMAL_CLOSURE, "OK");
        }
        String name = status.getCode().name();
        String message = status.getDescription();
        return new CloseReason(
                WebSocketCloseStatus.ofPrivateUse(FIRST_CODE + status.getCode().value(), name),
                fitting(message == null || message.isEmpty() ? name : name + ": " + message));
    }

    private static String fitting(String text) {
        int end = Math.min(text.length(), MAX_BYTES);
        while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                || (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)))) {
            end--;
        }
        return text.substring(0, end);
    }
}
