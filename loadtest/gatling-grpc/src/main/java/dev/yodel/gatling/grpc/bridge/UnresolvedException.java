package dev.yodel.gatling.grpc.bridge;

/** Something that a call needs could not be made from the session: a name, a message, a metadata value. */
public final class UnresolvedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnresolvedException(String message) {
        super(message, null, false, false);
    }
}
