package dev.yodel.service.info;

import com.google.protobuf.Timestamp;
import dev.yodel.service.behavior.BehaviorPlan;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ResponseInfo;
import dev.yodel.v1.ServerInfo;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
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
        server = server(instance.isEmpty() ? hostName() : instance);
        disclosure = new MetadataDisclosure(exposedMetadata, secretMetadata);
    }

    /** The name of this server. */
    public String instance() {
        return server.getInstance();
    }

    /** The values of a request metadata key, as callers may see them. */
    public List<String> exposed(Metadata headers, String key) {
        return disclosure.values(headers, key);
    }

    /** Returns the information that the plan asks for, or null if it asks for none. */
    public @Nullable ResponseInfo of(BehaviorPlan plan, ServerCall<?, ?> call, Metadata headers) {
        Behavior applied = plan.applied();
        if (!plan.includeServerInfo() && !plan.includeCallInfo() && applied == null) {
            return null;
        }
        ResponseInfo.Builder info = ResponseInfo.newBuilder();
        if (plan.includeServerInfo()) {
            info.setServer(server);
        }
        if (plan.includeCallInfo()) {
            info.setCall(CallInfoReader.of(call, headers, disclosure));
        }
        if (applied != null) {
            info.setBehavior(applied);
        }
        return info.build();
    }

    private static ServerInfo server(String instance) {
        Instant now = Instant.now();
        return ServerInfo.newBuilder()
                .setInstance(instance)
                .setVersion(Version.current())
                .setStartTime(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setPid(ProcessHandle.current().pid())
                .build();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
