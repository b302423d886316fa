package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import dev.yodel.service.testing.NeedsProgram;
import dev.yodel.service.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * gRPC's own interoperability clients. Left out: cases of cloud credentials, and {@code orca_per_rpc} and {@code orca_oob},
 * which test a report of load that the service does not send.
 */
class ITInterop {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer("--interop=on", "--max-message-size=16MiB");

    private static final List<String> CASES_OF_JAVA = List.of(
            "empty_unary",
            "cacheable_unary",
            "large_unary",
            "client_compressed_unary",
            "client_compressed_unary_noprobe",
            "server_compressed_unary",
            "client_streaming",
            "client_compressed_streaming",
            "client_compressed_streaming_noprobe",
            "server_streaming",
            "server_compressed_streaming",
            "ping_pong",
            "empty_stream",
            "custom_metadata",
            "status_code_and_message",
            "special_status_message",
            "unimplemented_method",
            "unimplemented_service",
            "cancel_after_begin",
            "cancel_after_first_response",
            "timeout_on_sleeping_server",
            "very_large_request",
            "pick_first_unary",
            "rpc_soak",
            "channel_soak");

    @ParameterizedTest
    @NeedsProgram("grpc-go-interop-client")
    @ValueSource(
            strings = {
                "empty_unary",
                "large_unary",
                "client_streaming",
                "server_streaming",
                "ping_pong",
                "empty_stream",
                "timeout_on_sleeping_server",
                "cancel_after_begin",
                "cancel_after_first_response",
                "status_code_and_message",
                "special_status_message",
                "custom_metadata",
                "unimplemented_method",
                "unimplemented_service",
                "pick_first_unary"
            })
    void grpc_go_passes(String testCase) throws IOException, InterruptedException {
        Process client = start(
                Programs.get("grpc-go-interop-client").toString(),
                "-server_host=127.0.0.1",
                "-server_port=" + port(),
                "-use_tls=false",
                "-test_case=" + testCase);
        String output = output(client);

        assertThat(client.waitFor()).as(output).isZero();
    }

    @Test
    @NeedsProgram("grpc-java-interop")
    void grpc_java_passes() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Programs.get("grpc-java-interop").toString(),
                "src/test/resources/dev/yodel/service/interop/Cases.java",
                "" + port()));
        command.addAll(CASES_OF_JAVA);

        String output = output(start(command.toArray(String[]::new)));

        Stream<String> results = output.lines().filter(line -> line.matches("(passed|failed) .*"));
        assertThat(results)
                .as(output)
                .containsExactlyElementsOf(
                        CASES_OF_JAVA.stream().map(name -> "passed " + name).toList());
    }

    private static int port() {
        return HostAndPort.fromString(LOCAL.server().grpcTarget()).getPort();
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
