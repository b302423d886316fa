package dev.yodel.gatling.grpc.call;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;

/**
 * Call credentials that report their failure to the trace of the call. The status cannot show it, as they may fail with
 * any status.
 */
final class TracedCredentials extends CallCredentials {

    private final CallCredentials credentials;
    private final CallTrace trace;

    TracedCredentials(CallCredentials credentials, CallTrace trace) {
        this.credentials = credentials;
        this.trace = trace;
    }

    @Override
    public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
        try {
            credentials.applyRequestMetadata(info, executor, new TracedApplier(applier));
        } catch (RuntimeException e) {
            trace.credentialsFailed();
            throw e; // gRPC converts it to a status
        }
    }

    private final class TracedApplier extends MetadataApplier {

        private final MetadataApplier applier;

        TracedApplier(MetadataApplier applier) {
            this.applier = applier;
        }

        @Override
        public void apply(Metadata headers) {
            applier.apply(headers);
        }

        @Override
        public void fail(Status status) {
            trace.credentialsFailed();
            applier.fail(status);
        }
    }
}
