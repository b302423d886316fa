package dev.yodel.service;

import dev.yodel.service.metrics.ServerMeters;
import dev.yodel.service.security.ClientAuth;
import dev.yodel.service.security.JwtRules;
import dev.yodel.service.security.MethodRules;
import dev.yodel.service.security.Refresher;
import dev.yodel.service.security.ServerTls;
import dev.yodel.service.security.TlsFiles;
import dev.yodel.service.security.Tokens;
import dev.yodel.service.settings.ServiceSettings;
import dev.yodel.service.settings.ServiceSettings.Switch;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** Who may call, by the settings: TLS and tokens, with their meters and the threads that refresh them. */
final class Access implements AutoCloseable {

    private static final Pattern NOTHING = Pattern.compile("(?!)");

    private final ServiceSettings settings;
    private final ServerMeters meters;
    private final @Nullable ServerTls tls;
    private final Tokens tokens;
    private final Tokens adminTokens;
    private final Refresher refresher;

    /**
     * Reads certificates and tokens.
     *
     * @throws IOException if they cannot be used; the message is one line for people
     */
    Access(ServiceSettings settings, ServerMeters meters) throws IOException {
        this.settings = settings;
        this.meters = meters;
        tls = settings.tlsCert.isEmpty() ? null : tls();
        tokens = tokens();
        adminTokens = new Tokens(meters::reloaded);
        if (!settings.adminTokenFile.isEmpty()) {
            adminTokens.addFile(Path.of(settings.adminTokenFile));
        }
        List<Runnable> refreshes = new ArrayList<>(tokens.refreshes());
        refreshes.addAll(adminTokens.refreshes());
        if (tls != null) {
            meters.certificate(tls::expiry);
            refreshes.add(tls::refresh);
        }
        refresher = new Refresher(settings.reloadInterval, refreshes);
    }

    /** Protects the gRPC port. Its interceptor comes before those added later. */
    NettyServerBuilder protect(NettyServerBuilder builder) throws IOException {
        if (tls != null) {
            builder.sslContext(tls.forGrpc(settings.tlsClientAuth));
        }
        if (tokens.isRequired()) {
            MethodRules rules = new MethodRules(settings.tokenExempt, settings.tokenScopes);
            builder.intercept(tokens.interceptor(rules, meters::rejected));
        }
        return builder;
    }

    /** Protects the port for administrators: with the same certificate, and tokens of its own. */
    NettyServerBuilder protectAdmin(NettyServerBuilder builder) throws IOException {
        if (tls != null) {
            builder.sslContext(tls.forGrpc(settings.tlsClientAuth));
        }
        if (adminTokens.isRequired()) {
            builder.intercept(adminTokens.interceptor(new MethodRules(NOTHING, List.of()), meters::rejected));
        }
        return builder;
    }

    /** For the HTTP port; null for plain HTTP. */
    @Nullable
    SslContext https() throws IOException {
        return tls == null || settings.metricsTls == Switch.OFF ? null : tls.forHttp(settings.metricsTlsClientAuth);
    }

    /** The certificate and key of the ports; null without TLS. */
    @Nullable
    X509KeyManager identity() {
        return tls == null ? null : tls.identity();
    }

    @Override
    public void close() {
        refresher.close();
    }

    private ServerTls tls() throws IOException {
        boolean checkClients =
                settings.tlsClientAuth != ClientAuth.NONE || settings.metricsTlsClientAuth != ClientAuth.NONE;
        TlsFiles files =
                new TlsFiles(Path.of(settings.tlsCert), Path.of(settings.tlsKey), Path.of(settings.tlsClientCa));
        return new ServerTls(files, checkClients, meters::reloaded);
    }

    private Tokens tokens() throws IOException {
        Tokens loaded = new Tokens(meters::reloaded);
        if (!settings.tokenFile.isEmpty()) {
            loaded.addFile(Path.of(settings.tokenFile));
        }
        if (!settings.jwks.isEmpty()) {
            loaded.addJwt(settings.jwks, new JwtRules(settings.jwtIssuer, settings.jwtAudience, settings.jwtClockSkew));
        }
        return loaded;
    }
}
