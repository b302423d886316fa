package dev.yodel.service.settings;

/** A setting that cannot be used; its message is one line that says which, what it was and what was expected. */
public final class BadSettingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadSettingException(String message) {
        super(message);
    }
}
