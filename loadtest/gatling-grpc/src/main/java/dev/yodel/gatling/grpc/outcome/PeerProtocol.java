package dev.yodel.gatling.grpc.outcome;

import org.jspecify.annotations.Nullable;

/** The protocol of a server that does not answer in HTTP/2, detected from the first bytes that it sent. */
public enum PeerProtocol {
    TLS,
    HTTP_1,
    OTHER;

    private static final String NO_SETTINGS = "First received frame was not SETTINGS";
    private static final String TLS_RECORD = "bytes: 15";
    private static final String HTTP = "bytes: 48545450"; // "HTTP"

    /** The protocol that the cause of a status reveals; null if the server did not answer in another protocol. */
    public static @Nullable PeerProtocol of(@Nullable Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            String message = String.valueOf(at.getMessage());
            if (message.startsWith(NO_SETTINGS)) {
                return ofBytes(message);
            }
        }
        return null;
    }

    private static PeerProtocol ofBytes(String message) {
        if (message.contains(TLS_RECORD)) {
            return TLS;
        }
        return message.contains(HTTP) ? HTTP_1 : OTHER;
    }
}
