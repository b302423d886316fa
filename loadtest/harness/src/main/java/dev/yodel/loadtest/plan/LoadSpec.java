package dev.yodel.loadtest.plan;

import dev.yodel.loadtest.plan.data.Expressions;
import dev.yodel.loadtest.plan.data.Feed;
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
 * @param coolDown time of load after the measurement; null for none
 * @param messages messages to send on each stream; null unless said
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
        @Nullable Duration coolDown,
        @Nullable Integer messages,
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
        Expressions.check(MetadataEntry.texts(data, metadata), settings.feed());
        Feed feed = settings.feed();
        if (feed != null
                && feed.order() == Feed.Order.ONCE
                && count != null
                && count > feed.rows().size()) {
            throw new IllegalArgumentException("count: %d (expected: at most %d, the rows of %s with --feed-order once)"
                    .formatted(count, feed.rows().size(), feed.file()));
        }
        if (feed != null && feed.order() == Feed.Order.ONCE && heldAtRate) {
            throw new IllegalArgumentException(
                    "feed-order: once with --streams and --rate (expected: circular, random or shuffled)");
        }
        checkRoom(settings, arrival, messages, data);
        LoadPlan.checkTimes(warmUp, duration, count);
        LoadPlan.checkCoolDown(coolDown, count);
        if (count != null && heldAtRate) {
            throw RequestPlan.uncountable();
        }
    }

    private static void checkRoom(
            CallSettings settings, Arrival arrival, @Nullable Integer messages, List<String> data) {
        if (settings.room() == null) {
            return;
        }
        if (!(arrival instanceof Arrival.Streams held) || held.rate() == null || arrival.profile() != null) {
            throw new IllegalArgumentException(
                    "room: %s (expected: with --streams, the members, and --rate, their posts per second, both without a"
                                    .formatted(settings.room())
                            + " profile)");
        }
        if (messages != null || settings.shapesStreams() || settings.slowReader() != null || settings.feed() != null) {
            throw new IllegalArgumentException(
                    "room: %s with options of other streams (expected: no --messages-per-stream, --message-rate,"
                                    .formatted(settings.room())
                            + " --stream-duration, --slow-reader and --feed)");
        }
        if (!data.equals(List.of("{}"))) {
            throw new IllegalArgumentException(
                    "room: %s with data (expected: no --data; posts have a text of 56 characters)"
                            .formatted(settings.room()));
        }
    }

    private void checkSlowReader(String name, MethodType kind) {
        Double slowReader = settings.slowReader();
        if (slowReader == null) {
            return;
        }
        if (kind == MethodType.UNARY || kind == MethodType.CLIENT_STREAMING) {
            throw new IllegalArgumentException(
                    "slow-reader: %s has a single response (expected: a method whose server streams)".formatted(name));
        }
        if (slowReader > 0) {
            return;
        }
        boolean held = arrival instanceof Arrival.Streams;
        if (!held && settings.streamDuration() == null) {
            throw new IllegalArgumentException(
                    "slow-reader: 0 never reaches the end of a stream (expected: --streams, or --stream-duration)");
        }
        boolean onSchedule =
                settings.messageRate() != null || (arrival instanceof Arrival.Streams all && all.rate() != null);
        if (kind == MethodType.BIDI_STREAMING && !onSchedule) {
            throw new IllegalArgumentException(
                    "slow-reader: 0 on streams that wait for each response (expected: --message-rate, or 0.1 and more)");
        }
    }

    /** With other messages. */
    public LoadSpec with(List<String> newData) {
        return new LoadSpec(target, arrival, warmUp, duration, count, coolDown, messages, newData, metadata, settings);
    }

    /** A part of the load, for one of several calls. */
    public LoadSpec share(double share) {
        return new LoadSpec(
                target, arrival.share(share), warmUp, duration, count, coolDown, messages, data, metadata, settings);
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
        return new LoadPlan("load", target, warmUp, duration, count, coolDown, List.of(request(method, null)));
    }

    /**
     * The request for that method.
     *
     * @param asked the request name; null for that of the method
     * @throws IllegalArgumentException if the load does not fit the kind of the method
     */
    public RequestPlan request(MethodDescriptor<?, ?> method, @Nullable String asked) {
        String name = method.getFullMethodName();
        MethodType kind = method.getType();
        if (kind == MethodType.UNARY && (messages != null || settings.shapesStreams())) {
            throw new IllegalArgumentException(
                    "%s is unary (expected: a streaming method for --messages-per-stream, --message-rate and --stream-duration)"
                            .formatted(name));
        }
        if (kind == MethodType.SERVER_STREAMING && (messages != null || settings.messageRate() != null)) {
            throw new IllegalArgumentException(
                    "only the server sends messages on streams of %s (expected: no --messages-per-stream and --message-rate)"
                            .formatted(name));
        }
        checkSlowReader(name, kind);
        return new RequestPlan(
                asked == null ? name.substring(name.lastIndexOf('/') + 1) : asked,
                name,
                kind,
                arrival,
                messages,
                data,
                metadata,
                kind == MethodType.UNARY ? settings.forUnary() : settings);
    }
}
