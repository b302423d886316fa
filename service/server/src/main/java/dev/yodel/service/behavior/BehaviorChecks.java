package dev.yodel.service.behavior;

import com.google.rpc.Status;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.EchoedMetadata;
import dev.yodel.v1.Ending;
import dev.yodel.v1.Failure;
import dev.yodel.v1.Header;
import dev.yodel.v1.LoadReport;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The bounds of a {@link Behavior}, except for those of its delays, which {@link DelayPlan} has. */
public final class BehaviorChecks {

    /**
     * A failure is sent in the trailers: its message percent-encoded (up to three bytes for one), and the whole
     * {@code google.rpc.Status} in base64 (four bytes for three). These limits keep it below 8 KiB, grpc-java's default
     * limit for metadata.
     */
    static final int MAX_FAILURE_MESSAGE_BYTES = 1024;

    static final int MAX_FAILURE_BYTES = 3072;

    static final int MAX_TIMES = 1_000_000;
    static final int MAX_KEY = 64;
    static final int MAX_HEADERS = 16;
    static final int MAX_HEADER_BYTES = 2048;

    private static final Pattern HEADER_KEY = Pattern.compile("[0-9a-z_.-]+(?<!-bin)");
    private static final Pattern RESERVED_KEY =
            Pattern.compile("grpc-.*|content-type|te|connection|host|server-timing");
    private static final Pattern HEADER_VALUE = Pattern.compile("[ -~]*");
    static final int MAX_INSTANCE = 253;
    static final int MAX_FIGURES = 16;
    static final double MAX_UTILIZATION = 1e6;
    static final double MAX_RATE = 1e12;
    static final long MAX_CPU_NANOS = 10_000_000_000L;

    private BehaviorChecks() {}

    static void check(Behavior behavior, Violations violations) {
        if (behavior.hasFailure()) {
            check(behavior.getFailure(), violations);
        }
        if (behavior.hasSequence()) {
            Sequences.check(behavior.getSequence(), violations);
        }
        violations.checkRange("behavior.padding_bytes", behavior.getPaddingBytes(), 0, BehaviorPlan.MAX_PADDING_BYTES);
        if (behavior.getEnding() == Ending.UNRECOGNIZED) {
            violations.add(
                    "behavior.ending",
                    behavior.getEndingValue(),
                    "ENDING_NEVER, ENDING_RESET, ENDING_CLOSE or ENDING_GOAWAY");
        }
        if (!behavior.getCompression().isEmpty() && !behavior.getCompression().equals("gzip")) {
            violations.add("behavior.compression", behavior.getCompression(), "gzip, or empty");
        }
        if (behavior.getHeadersCount() + behavior.getTrailersCount() > 0) {
            checkMetadata(behavior, violations);
        }
        if (behavior.hasCpuTime()) {
            checkCpuTime(behavior, violations);
        }
        if (behavior.hasEcho()) {
            checkEcho(behavior.getEcho(), violations);
        }
        if (behavior.hasLoad()) {
            checkLoad(behavior.getLoad(), violations);
        }
        violations.checkLength("behavior.only_instance", behavior.getOnlyInstance(), MAX_INSTANCE);
        violations.checkRange("behavior.compress_every", behavior.getCompressEvery(), 0, MAX_TIMES);
        if (behavior.getCompressEvery() > 0 && behavior.getCompression().isEmpty()) {
            violations.add("behavior.compress_every", behavior.getCompressEvery(), "together with compression");
        }
    }

    /** Checks a status that calls are to fail with. */
    public static void checkStatus(String field, Status status, Violations violations) {
        violations.checkRange(field + ".code", status.getCode(), 1, 16);
        int messageBytes = status.getMessageBytes().size();
        if (messageBytes > MAX_FAILURE_MESSAGE_BYTES) {
            violations.add(
                    field + ".message", messageBytes + " bytes", "at most " + MAX_FAILURE_MESSAGE_BYTES + " bytes");
        } else if (status.getSerializedSize() > MAX_FAILURE_BYTES) {
            violations.add(field, status.getSerializedSize() + " bytes", "at most " + MAX_FAILURE_BYTES + " bytes");
        }
    }

    private static void check(Failure failure, Violations violations) {
        checkStatus("behavior.failure.status", failure.getStatus(), violations);
        if (!(failure.getRatio() >= 0 && failure.getRatio() <= 1)) {
            violations.add("behavior.failure.ratio", failure.getRatio(), "0 to 1");
        }
        violations.checkRange("behavior.failure.after_messages", failure.getAfterMessages(), 0, MAX_TIMES);
        violations.checkRange("behavior.failure.attempts", failure.getAttempts(), 0, MAX_TIMES);
        violations.checkLength("behavior.failure.attempts_key", failure.getAttemptsKey(), MAX_KEY);
    }

    private static void checkMetadata(Behavior behavior, Violations violations) {
        int count = behavior.getHeadersCount() + behavior.getTrailersCount();
        if (count > MAX_HEADERS) {
            violations.add("behavior.headers", count + " entries", "at most " + MAX_HEADERS + ", trailers included");
            return;
        }
        int bytes = checkMetadata("behavior.headers", behavior.getHeadersList(), violations)
                + checkMetadata("behavior.trailers", behavior.getTrailersList(), violations);
        if (bytes > MAX_HEADER_BYTES) {
            violations.add("behavior.headers", bytes + " bytes", "at most " + MAX_HEADER_BYTES + ", trailers included");
        }
    }

    private static int checkMetadata(String field, List<Header> entries, Violations violations) {
        int bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            Header entry = entries.get(i);
            checkKey(field + "[" + i + "].key", entry.getKey(), violations);
            if (!HEADER_VALUE.matcher(entry.getValue()).matches()) {
                violations.add(field + "[" + i + "].value", "other characters", "printable ASCII");
            }
            bytes += entry.getKey().length() + entry.getValue().length();
        }
        return bytes;
    }

    private static void checkCpuTime(Behavior behavior, Violations violations) {
        long nanos = violations.checkNanos("behavior.cpu_time", behavior.getCpuTime());
        if (nanos > MAX_CPU_NANOS) {
            violations.add("behavior.cpu_time", DelayPlan.seconds(nanos), "0s to 10s");
        }
    }

    private static void checkEcho(EchoedMetadata echo, Violations violations) {
        int count = echo.getHeaderKeysCount() + echo.getTrailerKeysCount();
        if (count > MAX_HEADERS) {
            violations.add("behavior.echo", count + " keys", "at most " + MAX_HEADERS);
            return;
        }
        checkKeys("behavior.echo.header_keys", echo.getHeaderKeysList(), violations);
        checkKeys("behavior.echo.trailer_keys", echo.getTrailerKeysList(), violations);
    }

    private static void checkKeys(String field, List<String> keys, Violations violations) {
        for (int i = 0; i < keys.size(); i++) {
            checkKey(field + "[" + i + "]", keys.get(i), violations);
        }
    }

    private static void checkLoad(LoadReport load, Violations violations) {
        String field = "behavior.load.";
        checkFigure(field + "cpu_utilization", load.getCpuUtilization(), MAX_UTILIZATION, violations);
        checkFigure(field + "memory_utilization", load.getMemoryUtilization(), 1, violations);
        checkFigure(field + "application_utilization", load.getApplicationUtilization(), MAX_UTILIZATION, violations);
        checkFigure(field + "requests_per_second", load.getRequestsPerSecond(), MAX_RATE, violations);
        checkFigure(field + "errors_per_second", load.getErrorsPerSecond(), MAX_RATE, violations);
        int count = load.getNamedMetricsCount() + load.getUtilizationCount() + load.getRequestCostCount();
        if (count > MAX_FIGURES) {
            violations.add(field + "named_metrics", count + " figures", "at most " + MAX_FIGURES + " in all maps");
            return;
        }
        checkFigures(field + "named_metrics", load.getNamedMetricsMap(), MAX_RATE, violations);
        checkFigures(field + "utilization", load.getUtilizationMap(), 1, violations);
        checkFigures(field + "request_cost", load.getRequestCostMap(), MAX_RATE, violations);
    }

    private static void checkFigures(String field, Map<String, Double> figures, double max, Violations violations) {
        figures.forEach((name, figure) -> {
            if (name.isEmpty()) {
                violations.add(field, "empty name", "1 to " + MAX_KEY + " characters");
            }
            violations.checkLength(field, name, MAX_KEY);
            checkFigure(field + "." + name, figure, max, violations);
        });
    }

    private static void checkFigure(String field, double figure, double max, Violations violations) {
        if (!(figure >= 0 && figure <= max)) {
            violations.add(field, figure, String.format("0 to %,.0f", max));
        }
    }

    private static void checkKey(String field, String key, Violations violations) {
        if (!HEADER_KEY.matcher(key).matches() || RESERVED_KEY.matcher(key).matches()) {
            violations.add(field, key, "0-9 a-z _ . - and neither reserved nor -bin");
        }
    }
}
