package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.plan.data.BinaryData;
import dev.yodel.loadtest.plan.data.Feed;
import dev.yodel.loadtest.plan.data.FeedFile;
import dev.yodel.loadtest.plan.data.JsonDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The messages to send. */
public final class DataOptions {

    @Option(
            names = {"--data", "-d"},
            paramLabel = "DATA",
            description = "The message to send, in JSON, or an array of messages; @FILE reads a file. Default: {}.")
    private @Nullable String data;

    @Option(
            names = "--data-binary",
            paramLabel = "FILE",
            description = "The message to send, in protobuf's binary form, instead of --data.")
    private @Nullable Path binary;

    @Option(
            names = "--delimited",
            description = "The file of --data-binary has several messages, each with a varint length prefix.")
    private boolean delimited;

    @Option(
            names = "--feed",
            paramLabel = "FILE",
            description = "A .csv, .json or .jsonl file with a row for each call; #{column} is its value.")
    private @Nullable Path feed;

    @Option(
            names = "--feed-order",
            paramLabel = "ORDER",
            description =
                    "circular, random, shuffled, or once, which ends the run after the last row. Default: circular.")
    private @Nullable String order;

    /**
     * The messages, each in JSON; at least one.
     *
     * @throws IllegalArgumentException if there is none, or a file cannot be read
     */
    public List<String> messages() {
        if (data != null && binary != null) {
            throw new IllegalArgumentException(
                    "data: cannot be combined with --data-binary (expected: one of the two)");
        }
        return JsonDataSource.messages(data == null ? "{}" : data);
    }

    /**
     * The messages in binary form; null if they are in JSON.
     *
     * @throws IllegalArgumentException if the flags contradict each other
     */
    public @Nullable BinaryData binary() {
        if (delimited && binary == null) {
            throw new IllegalArgumentException("delimited: without --data-binary (expected: both)");
        }
        return binary == null ? null : new BinaryData(binary, delimited);
    }

    /**
     * The rows for expressions; null if there are none.
     *
     * @throws IllegalArgumentException if the file cannot be read
     */
    public @Nullable Feed feed() {
        if (feed == null) {
            if (order != null) {
                throw new IllegalArgumentException("feed-order: without --feed (expected: both)");
            }
            return null;
        }
        return FeedFile.read(feed, order());
    }

    private Feed.Order order() {
        if (order == null) {
            return Feed.Order.CIRCULAR;
        }
        for (Feed.Order each : Feed.Order.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(order)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "feed-order: %s (expected: circular, random, shuffled or once)".formatted(order));
    }
}
