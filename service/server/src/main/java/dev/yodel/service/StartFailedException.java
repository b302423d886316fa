package dev.yodel.service;

import org.jspecify.annotations.Nullable;

/** The server could not start; the message is one line for people. */
public final class StartFailedException extends Exception {

    private static final long serialVersionUID = 1;

    StartFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
