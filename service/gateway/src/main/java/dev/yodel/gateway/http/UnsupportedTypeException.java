package dev.yodel.gateway.http;

import com.linecorp.armeria.common.MediaType;

/** A body of a type that a path does not take: status 415. */
final class UnsupportedTypeException extends Exception {

    private static final long serialVersionUID = 1;

    UnsupportedTypeException(MediaType type, String expected) {
        super("Content-Type: " + type + " (expected: " + expected + ")");
    }
}
