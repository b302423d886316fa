package dev.yodel.gateway.json;

/** What a caller sent cannot be used: the field, if one is to blame, and one line that says why. */
public final class BadInputException extends Exception {

    private static final long serialVersionUID = 1;

    private final String field;

    /** @param field its path, such as {@code behavior.headerDelay}; empty if the whole is to blame */
    public BadInputException(String field, String message) {
        super(field.isEmpty() ? message : field + ": " + message);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
