package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.NeedsProgram;
import dev.yodel.service.testing.Programs;
import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ordinary loads from one address meet no default limit; 2,000 streams, in {@link ITBadCalls}, do not either. */
class ITDefaultLimits {

    private static ServiceProcess service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = ServiceProcess.serve();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void nothing_was_refused() throws Exception {
        assertThat(new Scrape(service.metricsUrl()).sample("yodel_server_calls_rejected_total"))
                .isZero();
    }

    @Test
    @NeedsProgram("ghz")
    void ghz_with_its_defaults() throws IOException, InterruptedException {
        Process ghz = new ProcessBuilder(
                        Programs.get("ghz").toString(),
                        "--insecure",
                        "--call=yodel.v1.EchoService/Echo",
                        "--data={\"message\": \"hello\"}",
                        service.grpcTarget())
                .redirectErrorStream(true)
                .start();
        String report = new String(ghz.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ghz.waitFor();

        assertThat(report).contains("Count:").containsPattern("\\[OK\\] +200 responses");
    }

    /** As many users and streams as the commands in the README have, and 200 calls at once for its rate. */
    @Test
    void the_sizes_of_the_readme() throws InterruptedException {
        ManagedChannel channel = ManagedChannelBuilder.forTarget(service.grpcTarget())
                .usePlaintext()
                .build();
        EchoRequest request = EchoRequest.newBuilder().setMessage("hello").build();
        for (int round = 0; round < 10; round++) {
            List<RecordingCall<EchoRequest, EchoResponse>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                RecordingCall<EchoRequest, EchoResponse> call =
                        new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod());
                call.call().request(2);
                call.call().sendMessage(request);
                call.call().halfClose();
                calls.add(call);
            }
            for (RecordingCall<EchoRequest, EchoResponse> call : calls) {
                assertThat(call.awaitClose().status()).isEqualTo(Status.OK);
            }
        }
        List<ChatRequest> messages = Collections.nCopies(
                100, ChatRequest.newBuilder().setMessage("hello").build());
        for (int i = 0; i < 50; i++) {
            RecordingCall<ChatRequest, ChatResponse> chat =
                    new RecordingCall<>(channel, EchoServiceGrpc.getChatMethod()).exchange(messages);
            assertThat(chat.status()).isEqualTo(Status.OK);
            assertThat(chat.messages()).hasSize(100);
        }
        channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
    }
}
