package dev.yodel.loadtest.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceCountTest {

    @Test
    void calls_of_the_methods_are_summed_in_each_known_form() {
        assertThat(count("""
                        # HELP some
                        grpc_server_processing_duration_seconds_count{method="Echo",service="a.v1.B",statusCode="OK"} 3
                        grpc_server_processing_duration_seconds_count{method="Echo",service="a.v1.B",statusCode="INTERNAL"} 2.0
                        grpc_server_processing_duration_seconds_count{method="Echo",service="a.v1.Other",statusCode="OK"} 9
                        grpc_server_processing_duration_seconds_sum{method="Echo",service="a.v1.B",statusCode="OK"} 0.1
                        grpc_server_handled_total{grpc_code="OK",grpc_method="Echo",grpc_service="a.v1.B"} 5
                        """)).isEqualTo(5);
        assertThat(count("""
                        grpc_server_handled_total{grpc_code="OK",grpc_method="Echo",grpc_service="a.v1.B"} 7
                        grpc_server_handled_total{grpc_code="OK",grpc_method="Chat",grpc_service="a.v1.B"} 1e2
                        """)).isEqualTo(107);
        assertThat(count("""
                        grpc_server_call_duration_seconds_count{grpc_method="a.v1.B/Echo",grpc_status="OK"} 4
                        grpc_server_call_duration_seconds_count{grpc_method="a.v1.B/Nothing",grpc_status="OK"} 4
                        """)).isEqualTo(4);
        assertThat(count("other_total{} 1\n")).isZero();
    }

    @Test
    void a_service_that_cannot_be_asked_is_named() {
        assertThatThrownBy(() ->
                        new ServiceCount(List.of(URI.create("http://127.0.0.1:9/metrics")), List.of("a/b")).read())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("http://127.0.0.1:9/metrics: ")
                .hasMessageEndingWith("(expected: metrics for Prometheus)");
    }

    private static long count(String text) {
        return new ServiceCount(List.of(), List.of("a.v1.B/Echo", "a.v1.B/Chat")).count(text);
    }
}
