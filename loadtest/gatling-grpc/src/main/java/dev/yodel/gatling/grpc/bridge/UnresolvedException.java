package dev.yodel.gatling.grpc.bridge;

/** A name, message, metadata value or other part of a call could not be made from the session. */
public final class UnresolvedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnresolvedException(String message) {
        super(message, null, false, false);
    }
}
