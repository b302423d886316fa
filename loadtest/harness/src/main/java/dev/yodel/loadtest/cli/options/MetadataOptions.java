package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.plan.MetadataEntry;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The metadata of calls. */
public final class MetadataOptions {

    @Option(
            names = "--metadata",
            paramLabel = "KEY:VALUE",
            description = "Metadata to send with every call, reflection calls included. Repeatable.")
    private List<MetadataEntry> metadata = new ArrayList<>();

    /** The entries, in the order given. */
    public List<MetadataEntry> entries() {
        return metadata;
    }
}
