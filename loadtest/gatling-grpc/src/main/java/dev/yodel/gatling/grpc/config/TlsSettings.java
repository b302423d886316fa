package dev.yodel.gatling.grpc.config;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * TLS: which servers are trusted, and who we are. A server's certificate must be good for the authority of its target
 * unless all are trusted. Immutable.
 *
 * @param trusted a PEM file of the certificates to trust; null is those that the JVM trusts
 * @param trustAll whether any certificate will do, for any name
 * @param identity who we are; null is nobody
 */
public record TlsSettings(
        @Nullable Path trusted, boolean trustAll, @Nullable TlsIdentity identity) implements Security {

    /** Trusts what the JVM trusts. */
    public static final TlsSettings SYSTEM_TRUST = new TlsSettings(null, false, null);

    /** The same with other certificates to trust. */
    public TlsSettings trusting(Path newTrusted) {
        return new TlsSettings(newTrusted, false, identity);
    }

    /** The same without any look at what a server shows. */
    public TlsSettings trustingAll() {
        return new TlsSettings(null, true, identity);
    }

    /** The same with something to show to servers that ask. */
    public TlsSettings as(TlsIdentity newIdentity) {
        return new TlsSettings(trusted, trustAll, newIdentity);
    }

    /** Files are read here, once; each channel makes a TLS context of its own of them. */
    @Override
    public ChannelCredentials credentials() {
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
        }
        return builder.build();
    }
}
