package dev.yodel.gatling.grpc.config;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;

/** How servers are told from impostors, and what they may know of us. Immutable. */
public sealed interface Security permits TlsSettings, Security.Plaintext, Security.Given {

    /**
     * What it takes to connect. Made once for all channels of a run, since it may read files.
     *
     * @throws IllegalArgumentException if it cannot be made, one line that says why
     */
    ChannelCredentials credentials();

    /** Not at all: HTTP/2 without TLS. */
    record Plaintext() implements Security {

        @Override
        public ChannelCredentials credentials() {
            return InsecureChannelCredentials.create();
        }
    }

    /** As the credentials say. */
    record Given(ChannelCredentials credentials) implements Security {}
}
