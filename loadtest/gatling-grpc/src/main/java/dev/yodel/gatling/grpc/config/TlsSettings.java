package dev.yodel.gatling.grpc.config;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * TLS: the trusted certificates and the client certificate. A server's certificate must be valid for the authority of
 * its target unless all are trusted. Immutable.
 *
 * @param trusted a PEM file of the certificates to trust; null is those that the JVM trusts
 * @param trustAll whether any certificate is trusted, for any name
 * @param identity the client certificate; null is none
 */
public record TlsSettings(
        @Nullable Path trusted, boolean trustAll, @Nullable TlsIdentity identity) implements Security {

    /** Trusts the certificates that the JVM trusts. */
    public static final TlsSettings SYSTEM_TRUST = new TlsSettings(null, false, null);

    /** With other trusted certificates. */
    public TlsSettings trusting(Path newTrusted) {
        return new TlsSettings(newTrusted, false, identity);
    }

    /** Without verification of servers. */
    public TlsSettings trustingAll() {
        return new TlsSettings(null, true, identity);
    }

    /** With a client certificate. */
    public TlsSettings as(TlsIdentity newIdentity) {
        return new TlsSettings(trusted, trustAll, newIdentity);
    }

    /** Reads the files, once; each channel creates its own TLS context from them. */
    @Override
    public ChannelCredentials credentials(CertificateRequests requests) {
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        if (trustAll) {
            builder.trustManager(new TrustAll());
        } else if (trusted != null) {
            X509Certificate[] certificates =
                    PemFile.read("trusted certificates", trusted).certificates();
            builder.trustManager(InMemoryKeys.trusting(certificates));
        }
        if (identity != null) {
            builder.keyManager(identity.keyManagers());
        } else {
            builder.keyManager(requests);
        }
        return builder.build();
    }
}
