package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.v1.Behavior;
import dev.yodel.v1.CallInfo;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.MetadataEntry;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ITResponseInfo {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer("--expose-metadata", "x-*,authorization");

    @Test
    void includes_allowed_metadata_and_redacts_secrets() throws InterruptedException {
        Metadata headers = new Metadata();
        headers.put(ascii("x-trace"), "one");
        headers.put(ascii("x-trace"), "two");
        headers.put(ascii("x-api-key"), "do not expose");
        headers.put(ascii("authorization"), "Bearer do not expose");
        headers.put(ascii("other"), "not allowed");
        headers.put(
                Metadata.Key.of("x-raw-bin", Metadata.BINARY_BYTE_MARSHALLER), "hi".getBytes(StandardCharsets.UTF_8));

        CallInfo info = call(headers, CallOptions.DEFAULT);

        assertThat(info.getMetadataList())
                .containsExactly(
                        entry("authorization", "<redacted>"),
                        entry("x-api-key", "<redacted>"),
                        entry("x-raw-bin", "aGk="),
                        entry("x-trace", "one"),
                        entry("x-trace", "two"));
    }

    @Test
    void includes_the_remaining_deadline() throws InterruptedException {
        CallInfo info = call(new Metadata(), CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS));

        assertThat(info.getDeadlineRemaining().getSeconds()).isBetween(1L, 30L);
    }

    @Test
    void includes_no_deadline_if_there_is_none() throws InterruptedException {
        assertThat(call(new Metadata(), CallOptions.DEFAULT).hasDeadlineRemaining())
                .isFalse();
    }

    @Test
    void counts_attempts_from_one() throws InterruptedException {
        assertThat(call(new Metadata(), CallOptions.DEFAULT).getAttempt()).isEqualTo(1);
    }

    @Test
    void includes_the_authority_that_the_client_sent() throws InterruptedException {
        CallInfo info = call(new Metadata(), CallOptions.DEFAULT.withAuthority("yodel.example"));

        assertThat(info.getAuthority()).isEqualTo("yodel.example");
    }

    private static CallInfo call(Metadata headers, CallOptions options) throws InterruptedException {
        EchoRequest request = EchoRequest.newBuilder()
                .setBehavior(Behavior.newBuilder().setIncludeCallInfo(true))
                .build();
        RecordingCall<EchoRequest, EchoResponse> call =
                new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getEchoMethod(), headers, options);
        return call.exchange(request).messages().get(0).getInfo().getCall();
    }

    private static MetadataEntry entry(String key, String value) {
        return MetadataEntry.newBuilder().setKey(key).setValue(value).build();
    }

    private static Metadata.Key<String> ascii(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
