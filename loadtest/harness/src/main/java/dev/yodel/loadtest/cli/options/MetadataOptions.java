package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.MetadataFile;
import dev.yodel.loadtest.plan.data.BearerToken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The metadata of calls, and a token that may change while they are made. */
public final class MetadataOptions {

    private static final String AUTHORIZATION = "authorization";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = {"--metadata", "-H"},
            paramLabel = "KEY:VALUE",
            description = "Metadata to send with every call, server reflection included. May be repeated.")
    private List<MetadataEntry> metadata = new ArrayList<>();

    @Option(
            names = "--metadata-file",
            paramLabel = "FILE",
            description = "More metadata, one KEY:VALUE a line; empty lines and lines that start with # are skipped.")
    private @Nullable Path metadataFile;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Send the token in this file as 'authorization: Bearer'; it is read again when it changes.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--token-command",
            paramLabel = "COMMAND",
            description = "Send the token that this command prints; it is executed again every --token-interval.")
    private @Nullable String tokenCommand;

    @Option(
            names = "--token-interval",
            paramLabel = "TIME",
            description = "How long a token of --token-command is used. Default: 5m.")
    private Duration tokenInterval = Duration.ofMinutes(5);

    /** The entries, in the order given. */
    public List<MetadataEntry> entries() {
        List<MetadataEntry> all = new ArrayList<>(metadata);
        Path file = metadataFile;
        if (file != null) {
            all.addAll(guarded(() -> MetadataFile.entries(file)));
        }
        if (tokenFile != null && tokenCommand != null) {
            throw problem("--token-file: cannot be combined with --token-command (expected: one of the two)");
        }
        if ((tokenFile != null || tokenCommand != null)
                && all.stream().anyMatch(entry -> entry.key().equals(AUTHORIZATION))) {
            throw problem("%s: cannot be combined with metadata %s (expected: one of the two)"
                    .formatted(tokenFile != null ? "--token-file" : "--token-command", AUTHORIZATION));
        }
        return all;
    }

    /**
     * The token, which the caller closes; null if there is none.
     *
     * @throws ParameterException if it cannot be read
     */
    public @Nullable BearerToken token() {
        Path file = tokenFile;
        if (file != null) {
            return guarded(() -> BearerToken.ofFile(file));
        }
        if (tokenInterval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw problem("--token-interval: less than a second (expected: 1s or more)");
        }
        String asked = tokenCommand;
        return asked == null ? null : guarded(() -> BearerToken.ofCommand(asked, tokenInterval));
    }

    private <T> T guarded(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw problem("--" + e.getMessage());
        }
    }

    private ParameterException problem(String text) {
        return new ParameterException(command.commandLine(), text);
    }
}
