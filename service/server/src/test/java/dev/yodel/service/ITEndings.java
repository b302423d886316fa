package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees of behaviors that the table in docs/behaviors.md cannot show: connections, bytes and trailers. */
class ITEndings {

    private static final Metadata.Key<byte[]> LOAD =
            Metadata.Key.of("endpoint-load-metrics-bin", Metadata.BINARY_BYTE_MARSHALLER);

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer("--instance=host-1");

    @TempDir
    private Path folder;

    @Test
    void closing_the_connection_fails_the_other_calls_on_it() throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> other = silent();

        assertThat(expand(LOCAL.channel(), "end=close").awaitClose().status().getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(other.awaitClose().status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(other.status().getDescription()).doesNotContainIgnoringCase("goaway");
    }

    @Test
    void goaway_lets_the_other_calls_finish_and_new_ones_take_another_connection() throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> other = expand(LOCAL.channel(), "trailer-delay=500ms");
        Eventually.assertThatEventually(() -> other.messages().size(), size -> size == 3);
        double opened = new Scrape(LOCAL.server().metricsUrl()).sample("yodel_server_connections_opened_total");

        assertThat(expand(LOCAL.channel(), "end=goaway").awaitClose().status()).isEqualTo(Status.OK);

        assertThat(other.awaitClose().status()).isEqualTo(Status.OK);
        // The client may read the GOAWAY after the status.
        Eventually.assertThatEventually(
                () -> {
                    assertThat(status("")).isEqualTo(Status.Code.OK);
                    return new Scrape(LOCAL.server().metricsUrl()).sample("yodel_server_connections_opened_total");
                },
                now -> now == opened + 1);
    }

    @Test
    void a_failure_arrives_before_the_connection_ends_with_goaway() throws InterruptedException {
        assertThat(expand(LOCAL.channel(), "end=goaway; error=ABORTED; error-after=1")
                        .awaitClose()
                        .status()
                        .getCode())
                .isEqualTo(Status.Code.ABORTED);
    }

    @Test
    void every_second_message_is_compressed() throws InterruptedException {
        assertThat(compressed("compression=gzip; compress-every=2")).containsExactly(true, false, true);
        assertThat(compressed("compression=gzip")).containsExactly(true, true, true);
        assertThat(compressed("")).containsExactly(false, false, false);
    }

    @Test
    void request_metadata_comes_back_in_headers_and_trailers_also_with_an_error_and_without_secrets()
            throws InterruptedException {
        Metadata request = metadata("echo-header=x-a,cookie; echo-trailer=x-b,x-none; error=ABORTED");
        request.put(key("x-a"), "1");
        request.put(key("x-b"), "2");
        request.put(key("cookie"), "mine");

        RecordingCall<ExpandRequest, ExpandResponse> call =
                expand(LOCAL.channel(), request, CallOptions.DEFAULT).awaitClose();

        assertThat(call.status().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(call.headers().get(key("x-a"))).isEqualTo("1");
        assertThat(call.headers().get(key("cookie"))).isEqualTo("<redacted>");
        assertThat(call.trailers().get(key("x-b"))).isEqualTo("2");
        assertThat(call.trailers().get(key("x-none"))).isNull();
    }

    @Test
    void a_load_report_has_the_fields_of_orca() throws Exception {
        byte[] bytes = expand(
                        LOCAL.channel(),
                        "load=cpu:0.9,memory:0.5,application:1.25,rps:100,eps:2,named.queue:3,utilization.disk:0.75,cost.money:4;"
                                + " error=ABORTED")
                .awaitClose()
                .trailers()
                .get(LOAD);

        assertThat(TextFormat.printer().printToString(DynamicMessage.parseFrom(orcaLoadReport(), bytes)))
                .isEqualToNormalizingWhitespace("""
                        cpu_utilization: 0.9
                        mem_utilization: 0.5
                        request_cost { key: "money" value: 4.0 }
                        utilization { key: "disk" value: 0.75 }
                        rps_fractional: 100.0
                        eps: 2.0
                        named_metrics { key: "queue" value: 3.0 }
                        application_utilization: 1.25
                        """);
    }

    @Test
    void no_class_of_load_reports_is_loaded_before_a_call_asks_for_one() throws Exception {
        Path loaded = folder.resolve("loaded");
        try (ServiceProcess service = ServiceProcess.run(
                Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded),
                "--host=127.0.0.1",
                "--port=0",
                "--metrics-port=0")) {
            ManagedChannel channel = ManagedChannelBuilder.forTarget(service.grpcTarget())
                    .usePlaintext()
                    .build();
            try {
                expand(channel, "trailer=x-a:1; cpu=1ms").awaitClose();
                assertThat(Files.readString(loaded))
                        .contains("ResponseMetadata")
                        .doesNotContainIgnoringCase("orca");

                expand(channel, "load=cpu:1").awaitClose();
                Eventually.assertThatEventually(() -> read(loaded), text -> text.contains("OrcaTrailer"));
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void burning_cpu_does_not_hold_up_the_calls_of_the_same_connection() throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> burning = expand(LOCAL.channel(), "cpu=10s");

        assertThat(EchoServiceGrpc.newBlockingStub(LOCAL.channel())
                        .echo(EchoRequest.newBuilder().setMessage("hi").build())
                        .getMessage())
                .isEqualTo("hi");
        assertThat(burning.isClosed()).isFalse();
        burning.call().cancel("seen enough", null);
    }

    @Test
    void a_behavior_for_this_instance_applies() throws InterruptedException {
        assertThat(expand(LOCAL.channel(), "only=host-1; error=DATA_LOSS")
                        .awaitClose()
                        .status()
                        .getCode())
                .isEqualTo(Status.Code.DATA_LOSS);
    }

    /** xds/data/orca/v3/orca_load_report.proto of github.com/cncf/xds. */
    private static Descriptor orcaLoadReport() throws DescriptorValidationException {
        DescriptorProto.Builder report = DescriptorProto.newBuilder().setName("OrcaLoadReport");
        Map.of(1, "cpu_utilization", 2, "mem_utilization", 6, "rps_fractional", 7, "eps", 9, "application_utilization")
                .forEach((number, name) -> report.addField(field(number, name).setType(Type.TYPE_DOUBLE)));
        Map.of(4, "request_cost", 5, "utilization", 8, "named_metrics")
                .forEach((number, name) -> report.addField(field(number, name)
                        .setLabel(Label.LABEL_REPEATED)
                        .setType(Type.TYPE_MESSAGE)
                        .setTypeName("Entry")));
        report.addNestedType(DescriptorProto.newBuilder()
                .setName("Entry")
                .addField(field(1, "key").setType(Type.TYPE_STRING))
                .addField(field(2, "value").setType(Type.TYPE_DOUBLE)));
        return FileDescriptor.buildFrom(
                        FileDescriptorProto.newBuilder().addMessageType(report).build(), new FileDescriptor[0])
                .findMessageTypeByName("OrcaLoadReport");
    }

    private static FieldDescriptorProto.Builder field(int number, String name) {
        return FieldDescriptorProto.newBuilder().setNumber(number).setName(name).setLabel(Label.LABEL_OPTIONAL);
    }

    private static Status.Code status(String text) {
        try {
            return expand(LOCAL.channel(), text).awaitClose().status().getCode();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A call on the channel's connection that has begun and does not end. */
    private static RecordingCall<ExpandRequest, ExpandResponse> silent() throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> call = expand(LOCAL.channel(), "trailer-delay=60s");
        Eventually.assertThatEventually(() -> call.messages().size(), size -> size == 3);
        return call;
    }

    /** Whether each message was smaller on the wire. */
    private static List<Boolean> compressed(String text) throws InterruptedException {
        List<Boolean> compressed = new CopyOnWriteArrayList<>();
        ClientStreamTracer tracer = new ClientStreamTracer() {
            @Override
            public void inboundMessageRead(int number, long wireSize, long size) {
                compressed.add(wireSize < 1_000);
            }
        };
        CallOptions options = CallOptions.DEFAULT.withStreamTracerFactory(new ClientStreamTracer.Factory() {
            @Override
            public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
                return tracer;
            }
        });
        expand(LOCAL.channel(), metadata(text), options).awaitClose();
        return compressed;
    }

    private static RecordingCall<ExpandRequest, ExpandResponse> expand(ManagedChannel channel, String text) {
        return expand(channel, metadata(text), CallOptions.DEFAULT);
    }

    private static RecordingCall<ExpandRequest, ExpandResponse> expand(
            ManagedChannel channel, Metadata metadata, CallOptions options) {
        RecordingCall<ExpandRequest, ExpandResponse> call =
                new RecordingCall<>(channel, EchoServiceGrpc.getExpandMethod(), metadata, options);
        call.call().request(10);
        call.call()
                .sendMessage(ExpandRequest.newBuilder()
                        .setCount(3)
                        .setMessage("yodel".repeat(400))
                        .build());
        call.call().halfClose();
        return call;
    }

    private static Metadata metadata(String text) {
        Metadata metadata = new Metadata();
        metadata.put(key("yodel-behavior"), text);
        return metadata;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
