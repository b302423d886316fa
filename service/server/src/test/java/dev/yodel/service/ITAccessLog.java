package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The access log and the formats of logs, as an operator sees them on stderr. */
class ITAccessLog {

    @Test
    void one_of_two_calls_is_a_line_of_text() throws InterruptedException {
        List<String> lines = linesOfCalls(4, "--access-log=2");

        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains(" INFO  access [yodel-access-log] ")
                        .contains("method=\"yodel.v1.EchoService/Echo\" status=\"OK\" ms=\"")
                        .contains("received=\"1\" sent=\"1\" peer=\"127.0.0.1\""));
    }

    @Test
    void every_call_is_a_line_of_json() throws InterruptedException {
        List<String> lines = linesOfCalls(2, "--access-log=1", "--log-format=json");

        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("{")
                        .endsWith("}")
                        .contains("\"loggerName\":\"access\"")
                        // A slash may be escaped in JSON.
                        .containsPattern("\\{\"method\":\"yodel.v1.EchoService\\\\?/Echo\"}"));
    }

    @Test
    void nothing_is_logged_unless_it_is_asked_for() throws InterruptedException {
        assertThat(linesOfCalls(2)).isEmpty();
    }

    /** Makes calls and stops the server, so that every line is written. */
    private static List<String> linesOfCalls(int calls, String... flags) throws InterruptedException {
        List<String> all = new java.util.ArrayList<>(List.of("--drain-wait=0s"));
        all.addAll(List.of(flags));
        try (ServiceProcess service = ServiceProcess.serve(all.toArray(String[]::new))) {
            ManagedChannel channel = ManagedChannelBuilder.forTarget(service.grpcTarget())
                    .usePlaintext()
                    .build();
            for (int i = 0; i < calls; i++) {
                new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod())
                        .exchange(EchoRequest.getDefaultInstance());
            }
            channel.shutdownNow();
            service.terminate();
            service.exitCode();
            return service.err();
        }
    }
}
