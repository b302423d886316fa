package dev.yodel.loadtest.cli.options;

import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.config.HttpProxy;
import dev.yodel.loadtest.plan.ProxyAddress;
import dev.yodel.loadtest.plan.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The HTTP proxy in front of the target: that of the flag, or that of the environment. */
public final class ProxyOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = "Connect through an HTTP proxy (CONNECT): http://user:password@host:port; none for no proxy."
                    + " Default: https_proxy and no_proxy of the environment, not for loopback.")
    private @Nullable String proxy;

    /** The target behind the proxy, if there is one. */
    public Target applyTo(Target target) {
        return applyTo(target, System.getenv());
    }

    Target applyTo(Target target, Map<String, String> environment) {
        try {
            HttpProxy found = proxy == null
                    ? ProxyAddress.ofEnvironment(target.address(), environment)
                    : ProxyAddress.parse("--proxy", proxy);
            ChannelSettings channels = target.channels();
            return found == null
                    ? target
                    : target.with(channels.withRouting(channels.routing().withProxy(found)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
