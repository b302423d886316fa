package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import dev.yodel.service.settings.ServiceCommand;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listens on IPv4, on IPv6, and on both, with both ports. */
class ITListen {

    /** With IPv6 on the machine, the JVM takes all IPv4 addresses for all addresses. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, true, false", "0.0.0.0, true, true", "::1, false, true", "::, true, true"})
    void listens_on_the_families_of_its_address(String host, boolean ipv4, boolean ipv6) throws Exception {
        Assumptions.assumeTrue(hasIpv6(), "SKIPPED, no IPv6 on this machine");
        // Another program may listen on the other family's port of that number: not each time.
        for (int attempt = 1; !listens(host, ipv4, ipv6); attempt++) {
            assertThat(attempt).as(host).isLessThan(5);
        }
    }

    /** Whether a server with this address accepts connections on these families alone. */
    private static boolean listens(String host, boolean ipv4, boolean ipv6) throws Exception {
        YodelServer server =
                YodelServer.start(ServiceCommand.parse(Map.of(), "--host=" + host, "--port=0", "--metrics-port=0"));
        try {
            int grpc = HostAndPort.fromString(server.grpcTarget()).getPort();
            int http = HostAndPort.fromString(server.metricsUrl().substring("http://".length()))
                    .getPort();
            assertThat(server.grpcTarget()).isEqualTo((host.contains(":") ? "[" + host + "]" : host) + ":" + grpc);
            if (ipv6) {
                assertServed("[::1]:" + grpc);
            }
            if (ipv4) {
                assertServed("127.0.0.1:" + grpc);
            }
            return Stream.of(grpc, http)
                    .allMatch(port -> accepts("127.0.0.1", port) == ipv4 && accepts("::1", port) == ipv6);
        } finally {
            server.close();
        }
    }

    private static void assertServed(String target) throws InterruptedException {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(target).usePlaintext().build();
        try {
            assertThat(new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod())
                            .exchange(EchoRequest.getDefaultInstance())
                            .status())
                    .isEqualTo(Status.OK);
        } finally {
            channel.shutdownNow();
        }
    }

    private static boolean accepts(String address, int port) {
        try (Socket socket = new Socket(InetAddress.getByName(address), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean hasIpv6() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null;
    }
}
