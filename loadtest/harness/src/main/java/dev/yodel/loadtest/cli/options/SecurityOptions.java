package dev.yodel.loadtest.cli.options;

import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.config.Security;
import dev.yodel.gatling.grpc.config.TlsIdentity;
import dev.yodel.gatling.grpc.config.TlsSettings;
import dev.yodel.loadtest.plan.Target;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** TLS, by the names that grpcurl has for it. Every flag of TLS implies {@code --tls}. */
public final class SecurityOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--tls", description = "Use TLS with the certificates that Java trusts.")
    private boolean tls;

    @Option(names = "--plaintext", description = "Use HTTP/2 without TLS. This is the default.")
    private boolean plaintext;

    @Option(names = "--cacert", paramLabel = "FILE", description = "Use TLS with the certificates in this PEM file.")
    private @Nullable Path cacert;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "Use TLS, and present the client certificate in this PEM file (mTLS). Needs --key.")
    private @Nullable Path cert;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "PEM file with the private key of --cert: PKCS #8, not encrypted.")
    private @Nullable Path key;

    @Option(
            names = "--servername",
            paramLabel = "NAME",
            description = "Use TLS, and check the server's certificate for this name instead of the target's.")
    private @Nullable String serverName;

    @Option(names = "--insecure-skip-verify", description = "Use TLS, and accept any certificate. Only for tests.")
    private boolean insecure;

    @Option(
            names = "--authority",
            paramLabel = "NAME",
            description = "The authority of calls instead of the target's; with TLS also the name to check.")
    private @Nullable String authority;

    /** The target with these settings. */
    public Target applyTo(Target target) {
        check();
        ChannelSettings channels = target.channels();
        try {
            if (isSecure()) {
                channels = channels.withSecurity(security());
                channels.security().check();
            }
            String name = authority == null ? serverName : authority;
            return target.with(name == null ? channels : channels.withAuthority(name));
        } catch (IllegalArgumentException e) {
            throw problem(String.valueOf(e.getMessage()));
        }
    }

    private Security security() {
        TlsSettings settings = TlsSettings.SYSTEM_TRUST;
        if (insecure) {
            settings = settings.trustingAll();
        } else if (cacert != null) {
            settings = settings.trusting(cacert);
        }
        return cert == null || key == null ? settings : settings.as(new TlsIdentity(cert, key));
    }

    private void check() {
        String flag = firstTlsFlag();
        if (plaintext && flag != null) {
            throw problem("%s: cannot be combined with --plaintext (expected: one of the two)".formatted(flag));
        }
        if ((cert == null) != (key == null)) {
            throw problem(
                    cert == null
                            ? "--key: without --cert (expected: both, or neither)"
                            : "--cert: without --key (expected: both, or neither)");
        }
        if (insecure && cacert != null) {
            throw problem("--insecure-skip-verify: cannot be combined with --cacert (expected: one of the two)");
        }
        if (authority != null && serverName != null && !authority.equals(serverName)) {
            throw problem("--servername: %s with --authority %s (expected: one of the two, they set the same name)"
                    .formatted(serverName, authority));
        }
    }

    private boolean isSecure() {
        return firstTlsFlag() != null;
    }

    private @Nullable String firstTlsFlag() {
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("--tls", tls);
        given.put("--cacert", cacert != null);
        given.put("--cert", cert != null);
        given.put("--key", key != null);
        given.put("--servername", serverName != null);
        given.put("--insecure-skip-verify", insecure);
        return given.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private ParameterException problem(String text) {
        return new ParameterException(command.commandLine(), text);
    }
}
