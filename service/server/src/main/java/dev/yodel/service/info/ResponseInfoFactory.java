package dev.yodel.service.info;

import dev.yodel.service.behavior.BehaviorPlan;
import dev.yodel.v1.ResponseInfo;
import dev.yodel.v1.ServerInfo;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creates the information about server and call that a response includes on request. Thread-safe. */
public final class ResponseInfoFactory {

    private final ServerInfo server;
    private final MetadataDisclosure disclosure;

    /**
     * @param instance the name of this server; empty stands for the host name
     * @param exposedMetadata matches the metadata keys that callers may see
     * @param secretMetadata matches the metadata keys whose values are redacted
     */
    public ResponseInfoFactory(String instance, Pattern exposedMetadata, Pattern secretMetadata) {
        server = ServerIdentity.of(instance);
        disclosure = new MetadataDisclosure(exposedMetadata, secretMetadata);
    }

    /** Returns the information that the plan asks for, or null if it asks for none. */
    public @Nullable ResponseInfo of(BehaviorPlan plan, ServerCall<?, ?> call, Metadata headers) {
        if (!plan.includeServerInfo() && !plan.includeCallInfo()) {
            return null;
        }
        ResponseInfo.Builder info = ResponseInfo.newBuilder();
        if (plan.includeServerInfo()) {
            info.setServer(server);
        }
        if (plan.includeCallInfo()) {
            info.setCall(Arrival.of(call, headers, disclosure));
        }
        return info.build();
    }
}
