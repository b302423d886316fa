package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.plan.data.JsonDataSource;
import java.util.List;
import picocli.CommandLine.Option;

/** The messages to send. */
public final class DataOptions {

    @Option(names = "--data", paramLabel = "DATA", description = "Messages to send, in JSON (see below). Default: {}.")
    private String data = "{}";

    /**
     * The messages, each in JSON; at least one.
     *
     * @throws IllegalArgumentException if there is none, or a file cannot be read
     */
    public List<String> messages() {
        return JsonDataSource.messages(data);
    }
}
