package dev.yodel.benchmarks;

/** A run that gave no figures, because something in it went wrong. */
final class BenchmarkException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BenchmarkException(String message) {
        super(message);
    }

    /** What went wrong, without what the program said before it did. */
    String firstLine() {
        return String.valueOf(getMessage()).lines().findFirst().orElse("");
    }
}
