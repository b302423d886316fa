package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The service under test, and the metadata of its calls. */
final class TargetOptions {

    @Parameters(paramLabel = "TARGET", description = "The service under test: host:port, plaintext (no TLS).")
    private @Nullable Target target;

    @Option(
            names = "--metadata",
            paramLabel = "KEY:VALUE",
            description = "Metadata to send with every call, reflection calls included. Repeatable.")
    private List<MetadataEntry> metadata = new ArrayList<>();

    TargetOptions() {}

    Target target() {
        return Objects.requireNonNull(target);
    }

    List<MetadataEntry> metadata() {
        return metadata;
    }
}
