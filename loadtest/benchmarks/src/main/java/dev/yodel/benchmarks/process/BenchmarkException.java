package dev.yodel.benchmarks.process;

/** A run that gave no figures, because something in it went wrong. */
public final class BenchmarkException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BenchmarkException(String message) {
        super(message);
    }

    /** What went wrong, without what the program said before it did. */
    public String firstLine() {
        return String.valueOf(getMessage()).lines().findFirst().orElse("");
    }
}
