package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One client address has a limit of open requests, because for the server they all come from the gateway. */
class ITRequestLimit {

    @RegisterExtension
    static final GatewayProcess GATEWAY = new GatewayProcess("--max-calls-per-peer", "2");

    @Test
    void requests_beyond_the_limit_of_an_address_are_refused_until_others_have_ended() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            held.add(GATEWAY.client()
                    .sendAsync(
                            GATEWAY.request("/v1/greetings/Ada")
                                    .header("yodel-behavior", "end=never")
                                    .header("grpc-timeout", "5S")
                                    .build(),
                            BodyHandlers.ofString()));
        }
        GATEWAY.awaitOpenCalls(2);

        HttpResponse<String> refused = GATEWAY.get("/v1/greetings/Ada");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("--max-calls-per-peer");
        for (CompletableFuture<HttpResponse<String>> one : held) {
            assertThat(one.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(504);
        }
        assertThat(GATEWAY.get("/v1/greetings/Ada").statusCode()).isEqualTo(200);
    }
}
