package dev.yodel.benchmarks.process;

/** A benchmark that could not be measured. */
public final class BenchmarkException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BenchmarkException(String message) {
        super(message);
    }

    /** The exception of an interrupted wait. Keeps the thread's interrupt flag set. */
    public static BenchmarkException interrupted() {
        Thread.currentThread().interrupt();
        return new BenchmarkException("interrupted");
    }

    /** The message without the output of the failed program that may follow it. */
    public String firstLine() {
        return String.valueOf(getMessage()).lines().findFirst().orElse("");
    }
}
