package dev.yodel.loadtest.plan;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A load of one method as the command line asks for it, before the kind of the method is known. Checked as far as is
 * possible without the kind: a mistake in a flag is reported before the target is contacted.
 *
 * @param target the service under test
 * @param arrival how calls or messages arrive
 * @param warmUp warm-up time, excluded from all results
 * @param duration measured time; null if a count ends the run
 * @param count measured calls or messages; null if a duration ends the run
 * @param data the messages to send, in JSON; at least one. A call that sends a single message sends the next one in turn
 * @param metadata the metadata of each call
 * @param settings how each call is made
 */
public record LoadSpec(
        Target target,
        Arrival arrival,
        Duration warmUp,
        @Nullable Duration duration,
        @Nullable Long count,
        List<String> data,
        List<MetadataEntry> metadata,
        CallSettings settings) {

    private static final Pattern ASKS_TO_FAIL = Pattern.compile("\"behavior\".*\"failure\"", Pattern.DOTALL);

    public LoadSpec {
        data = List.copyOf(data);
        metadata = List.copyOf(metadata);
        boolean heldAtRate = arrival instanceof Arrival.Streams held && held.rate() != null;
        if (data.size() > 1 && heldAtRate) {
            throw new IllegalArgumentException(
                    "data: %d messages (expected: one for --streams with --rate)".formatted(data.size()));
        }
        LoadPlan.checkTimes(warmUp, duration, count);
        if (count != null && heldAtRate) {
            throw RequestPlan.uncountable();
        }
    }

    /** Whether the data ask Yodel's own service to fail, so that failures are no surprise. */
    public boolean asksToFail() {
        return data.stream().anyMatch(message -> ASKS_TO_FAIL.matcher(message).find());
    }

    /**
     * The plan for that method.
     *
     * @throws IllegalArgumentException if the load does not fit the kind of the method
     */
    public LoadPlan plan(MethodDescriptor<?, ?> method) {
        String name = method.getFullMethodName();
        MethodType kind = method.getType();
        RequestPlan request = new RequestPlan(
                name.substring(name.lastIndexOf('/') + 1),
                name,
                kind,
                arrival,
                null,
                data,
                metadata,
                kind == MethodType.UNARY ? settings.forUnary() : settings);
        return new LoadPlan("load", target, warmUp, duration, count, List.of(request));
    }
}
