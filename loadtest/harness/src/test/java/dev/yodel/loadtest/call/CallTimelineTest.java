package dev.yodel.loadtest.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

class CallTimelineTest {

    private long now = 1_000_000_000;
    private final CallTimeline timeline = new CallTimeline(() -> now);
    private final ClientStreamTracer tracer = timeline.newClientStreamTracer(
            ClientStreamTracer.StreamInfo.newBuilder()
                    .setCallOptions(CallOptions.DEFAULT)
                    .build(),
            new Metadata());

    @Test
    void splits_the_time_into_connecting_the_first_response_and_the_rest() {
        now += 18_000_000;
        tracer.streamCreated(Attributes.EMPTY, new Metadata());
        now += 900_000;
        tracer.inboundHeaders();
        now += 100_000;
        tracer.inboundMessage(0);
        now += 500_000;
        tracer.inboundMessage(1);
        now += 1_500_000_000;
        timeline.end();

        assertThat(timeline.line()).isEqualTo("1.52 s (connect 18.0 ms, first response 1.0 ms, rest 1.50 s)");
    }

    /** Printing the response delays the listener, not the call. */
    @Test
    void ends_when_the_transport_reports_the_end() {
        now += 1_000_000;
        tracer.streamCreated(Attributes.EMPTY, new Metadata());
        now += 2_000_000;
        tracer.streamClosed(Status.OK);
        now += 500_000_000;
        timeline.end();

        assertThat(timeline.line()).isEqualTo("3.0 ms (connect 1.0 ms, rest 2.0 ms)");
    }

    @Test
    void leaves_out_what_was_not_reached() {
        now += 999_000;
        timeline.end();

        assertThat(timeline.line()).isEqualTo("999 µs");
    }

    @Test
    void ends_with_a_status_alone() {
        now += 1_000_000;
        tracer.streamCreated(Attributes.EMPTY, new Metadata());
        now += 2_000_000;
        timeline.end();

        assertThat(timeline.line()).isEqualTo("3.0 ms (connect 1.0 ms, rest 2.0 ms)");
    }
}
