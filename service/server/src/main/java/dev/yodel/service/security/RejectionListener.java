package dev.yodel.service.security;

/** Is notified of each call that is rejected. */
@FunctionalInterface
public interface RejectionListener {

    /**
     * A call was rejected.
     *
     * @param kind the reason, one of few: {@code unauthenticated} or {@code permission-denied}
     */
    void rejected(String kind);
}
