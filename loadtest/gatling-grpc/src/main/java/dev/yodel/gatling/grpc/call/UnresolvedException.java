package dev.yodel.gatling.grpc.call;

/** Something that a call needs could not be made from the session: a name, a message, a metadata value. */
final class UnresolvedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnresolvedException(String message) {
        super(message, null, false, false);
    }
}
