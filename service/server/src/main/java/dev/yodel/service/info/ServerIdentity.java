package dev.yodel.service.info;

import com.google.protobuf.Timestamp;
import dev.yodel.v1.ServerInfo;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;

/** The information that identifies this server: instance, version, process and start time. */
final class ServerIdentity {

    private ServerIdentity() {}

    /** Describes a server that starts now; an empty name stands for the host name. */
    static ServerInfo of(String instance) {
        Instant now = Instant.now();
        return ServerInfo.newBuilder()
                .setInstance(instance.isEmpty() ? hostName() : instance)
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
