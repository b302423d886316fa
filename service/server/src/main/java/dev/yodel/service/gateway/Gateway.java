package dev.yodel.service.gateway;

/** A running gateway: an HTTP port that calls the server over a channel. */
public interface Gateway extends AutoCloseable {

    /** The port that it listens on. */
    int port();

    /** Closes the port; requests that are open have a moment to end. */
    @Override
    void close();
}
