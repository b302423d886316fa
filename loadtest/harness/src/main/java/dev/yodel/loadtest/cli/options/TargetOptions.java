package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.plan.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The service under test, how connections to it are made, and where its schema is. */
public final class TargetOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TARGET",
            description =
                    "host:port, dns:///host:port, unix:path, ipv4:address:port or ipv6:[address]:port. Plaintext unless a TLS"
                            + " option is given.")
    private @Nullable Target target;

    @Mixin
    private SecurityOptions security = new SecurityOptions();

    @Mixin
    private SchemaOptions schema = new SchemaOptions();

    /** The target, with its security and the source of its schema. */
    public Target target() {
        if (target == null) {
            throw new ParameterException(command.commandLine(), "Missing required parameter: 'TARGET'");
        }
        return security.applyTo(target).with(schema.schema());
    }

    /** The address that was given; null if none was, as a plan may have it. */
    public @Nullable String given() {
        return target == null ? null : target.address();
    }
}
