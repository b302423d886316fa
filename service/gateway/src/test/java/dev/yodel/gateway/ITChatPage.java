package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.NeedsProgram;
import dev.yodel.service.testing.Programs;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages: two people talk in two windows of a real browser; headers; OpenAPI. */
class ITChatPage {

    @RegisterExtension
    static final GatewayProcess GATEWAY = new GatewayProcess();

    /** By keyboard alone, narrow and wide, light and dark; no serious barrier by axe-core; hostile texts are shown as text. */
    @Test
    @Timeout(180)
    @NeedsProgram({"node", "chromium", "playwright-core"})
    void two_people_talk_in_two_browser_windows() throws Exception {
        Path shots = Files.createDirectories(Path.of("target", "chat-pages"));
        Path err = shots.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(
                        Programs.get("node").toString(),
                        Path.of("src/test/resources/dev/yodel/gateway/chat-pages.js")
                                .toString(),
                        Programs.get("chromium").toString(),
                        GATEWAY.service().gatewayUrl(),
                        shots.toString())
                .redirectError(err.toFile());
        // The programs of npm's modules are in .bin, beside the modules.
        builder.environment()
                .put(
                        "NODE_PATH",
                        Programs.get("playwright-core").getParent().getParent().toString());
        Process browser = builder.start();
        String wrong = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(browser.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(err)).isEmpty();
        assertThat(wrong).isEqualTo("[]\n");
        assertThat(browser.exitValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"/, text/html", "/chat, text/html", "/chat.js, javascript", "/style.css, text/css"})
    void a_page_runs_no_script_of_others(String path, String type) throws Exception {
        HttpResponse<String> response = GATEWAY.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElseThrow()).contains(type);
        assertThat(response.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'")
                .contains("frame-ancestors 'none'");
        assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }

    @Test
    void open_api_has_every_path_with_its_comments() throws Exception {
        HttpResponse<String> response = GATEWAY.get("/v1/openapi.json");

        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body())
                .contains("\"openapi\":\"3.1.0\"")
                .contains(
                        "\"/v1/greetings/{name}\":{\"get\"",
                        "\"/v1/rooms:join\":{\"post\"",
                        "\"/v1/echo:chat\":{\"post\"")
                .contains("The name to greet, at most 256 characters.")
                .contains("\"yodel.v1.Behavior\":{\"type\":\"object\"");
    }

    @Test
    void the_documentation_of_the_methods_is_there() throws Exception {
        HttpResponse<String> page = GATEWAY.get("/docs/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'self'");
        assertThat(GATEWAY.get("/docs/specification.json").body()).contains("yodel.v1.EchoService");
        // What its form sends.
        assertThat(GATEWAY.json("/yodel.v1.EchoService/Echo", "{\"message\":\"hi\"}")
                        .body())
                .contains("\"message\":\"hi\"");
    }
}
