package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.plan.CallSettings;
import dev.yodel.loadtest.plan.Sizes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How each call is made. */
public final class CallOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description =
                    "Deadline of each call; one that exceeds it counts as failed. Default: 20s for unary calls, none"
                            + " for streams.")
    private @Nullable Duration timeout;

    @Option(
            names = "--compress",
            paramLabel = "NAME",
            description = "Compress request messages: gzip. Default: not at all.")
    private @Nullable String compressor;

    @Option(
            names = "--max-message-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Maximum size of a response message, for example 64MiB. Default: 4MiB.")
    private @Nullable Integer maxMessageSize;

    @Option(
            names = "--stream-duration",
            paramLabel = "TIME",
            description =
                    "Cancel each stream after this time and count it as successful. Default: a stream ends when its"
                            + " messages are sent; with --streams, at the end of the run.")
    private @Nullable Duration streamDuration;

    @Option(
            names = "--messages-per-stream",
            paramLabel = "N",
            description =
                    "Number of messages to send on each stream. Default: those of --data; on held streams no limit.")
    private @Nullable Integer messagesPerStream;

    @Option(
            names = "--message-rate",
            paramLabel = "N",
            description =
                    "Messages per second to send on each stream, on a schedule. Default: the next one as soon as the"
                            + " previous one is answered.")
    private @Nullable Double messageRate;

    @Option(
            names = "--slow-reader",
            paramLabel = "N",
            description = "Messages per second that each stream reads; 0 never reads, which tests backpressure."
                    + " Default: as they come.")
    private @Nullable Double slowReader;

    @Option(
            names = "--room",
            paramLabel = "NAME",
            description = "A chat room of Yodel's RoomService, instead of --call: --streams members post at --rate in"
                    + " all; a round trip is the delivery of a post to a member.")
    private @Nullable String room;

    /** The chat room to load; null for none. */
    public @Nullable String room() {
        return room;
    }

    /** Messages to send on each stream; null unless said. */
    public @Nullable Integer messagesPerStream() {
        return messagesPerStream;
    }

    /** Messages per second on each stream; null unless said. */
    public @Nullable Double messageRate() {
        return messageRate;
    }

    /** The settings of each call. */
    public CallSettings settings() {
        try {
            return new CallSettings(
                    timeout, compressor, maxMessageSize, streamDuration, messageRate, slowReader, room, null);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--" + e.getMessage());
        }
    }

    /** Converts a size such as 16MiB. */
    static final class SizeConverter implements ITypeConverter<Integer> {

        @Override
        public Integer convert(String text) {
            try {
                return Sizes.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
