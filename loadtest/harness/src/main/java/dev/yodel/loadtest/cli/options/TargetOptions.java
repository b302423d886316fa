package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.plan.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The service under test, how connections to it are made, and where its schema is. */
public final class TargetOptions {

    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description =
                    "The service: host:port, dns:///host:port, unix:path, ipv4:address:port or ipv6:[address]:port."
                            + " Plaintext unless --tls or a flag of TLS is given.")
    private @Nullable Target target;

    @Mixin
    private SecurityOptions security = new SecurityOptions();

    @Mixin
    private SchemaOptions schema = new SchemaOptions();

    /** The target, with its security and the source of its schema. */
    public Target target() {
        return security.applyTo(Objects.requireNonNull(target)).with(schema.schema());
    }
}
