package dev.yodel.service.security;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the server's ports: TLS 1.2 and 1.3, with the server's certificate and, if asked for, those of clients. New
 * connections use the files as they were when {@link #refresh} last read them. Thread-safe; only one thread may refresh.
 */
public final class ServerTls {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final TlsIdentity identity;
    private final @Nullable AdvancedTlsX509TrustManager trustManager;
    private final @Nullable WatchedFiles clientCa;

    /**
     * Reads the files.
     *
     * @param checkClients whether any port asks clients for certificates
     * @throws IOException if a file cannot be used; the message is one line for people
     */
    public ServerTls(TlsFiles files, boolean checkClients, ReloadListener listener) throws IOException {
        identity = new TlsIdentity(files.certificate(), files.key(), listener);
        if (checkClients) {
            AdvancedTlsX509TrustManager trust = trustManager();
            trustManager = trust;
            clientCa = WatchedFiles.read(
                    "client-ca", List.of(files.clientCa()), contents -> trust(trust, files, contents.get(0)), listener);
        } else {
            trustManager = null;
            clientCa = null;
        }
    }

    /** Reads files that have changed. */
    public void refresh() {
        identity.refresh();
        if (clientCa != null) {
            clientCa.refresh();
        }
    }

    /** When the server's certificate expires. */
    public Instant expiry() {
        return identity.expiry();
    }

    /** The server's certificate and key, which follow the files. */
    public X509KeyManager identity() {
        return identity.keyManager();
    }

    /** For the gRPC port. */
    public SslContext forGrpc(ClientAuth clientAuth) throws SSLException {
        return context(GrpcSslContexts.configure(SslContextBuilder.forServer(identity.keyManager())), clientAuth);
    }

    /** For an HTTP port. */
    public SslContext forHttp(ClientAuth clientAuth) throws SSLException {
        return context(SslContextBuilder.forServer(identity.keyManager()).sslProvider(SslProvider.JDK), clientAuth);
    }

    private SslContext context(SslContextBuilder context, ClientAuth clientAuth) throws SSLException {
        context.protocols(PROTOCOLS)
                .clientAuth(
                        switch (clientAuth) {
                            case NONE -> io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth.NONE;
                            case REQUEST -> io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth.OPTIONAL;
                            case REQUIRE -> io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth.REQUIRE;
                        });
        if (trustManager != null) {
            context.trustManager(trustManager);
        }
        return context.build();
    }

    private static AdvancedTlsX509TrustManager trustManager() throws IOException {
        try {
            return AdvancedTlsX509TrustManager.newBuilder()
                    .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void trust(AdvancedTlsX509TrustManager manager, TlsFiles files, byte[] content) throws IOException {
        try {
            manager.updateTrustCredentials(TlsFiles.certificates("tls-client-ca", files.clientCa(), content));
        } catch (GeneralSecurityException e) {
            throw new IOException("tls-client-ca: " + files.clientCa() + " (expected: certificates of authorities)", e);
        }
    }
}
