package dev.yodel.gatling.grpc.config;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;

/** How connections are secured: TLS, plaintext, or given credentials. Immutable. */
public sealed interface Security permits TlsSettings, Security.Plaintext, Security.Given {

    /**
     * The credentials for channels. Created once for all channels of a run, since it may read files.
     *
     * @param requests notified when a server requests a certificate that TLS is not configured to have
     * @throws IllegalArgumentException if they cannot be created, with the reason in one line
     */
    ChannelCredentials credentials(CertificateRequests requests);

    /**
     * Reads the files that the credentials need.
     *
     * @throws IllegalArgumentException if one is missing or has other contents, with the reason in one line
     */
    default void check() {
        var unused = credentials(new CertificateRequests());
    }

    /** HTTP/2 without TLS. */
    record Plaintext() implements Security {

        @Override
        public ChannelCredentials credentials(CertificateRequests requests) {
            return InsecureChannelCredentials.create();
        }
    }

    /** Credentials given by the scenario. */
    record Given(ChannelCredentials credentials) implements Security {

        @Override
        public ChannelCredentials credentials(CertificateRequests requests) {
            return credentials;
        }
    }
}
