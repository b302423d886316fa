package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single answers: paths, queries, forms and JSON; errors; languages; caching. */
class ITHttpJson {

    private static final String FORM = "application/x-www-form-urlencoded";

    @RegisterExtension
    static final GatewayProcess GATEWAY = new GatewayProcess("--http-origins", "https://friend.example");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/greetings/World               | {\"greeting\":\"Hello, World!\",\"language\":\"en\"}",
                "/v1/greetings/Zo%C3%AB?language=fr | {\"greeting\":\"Bonjour, Zoë !\",\"language\":\"fr\"}",
                "/v1/greetings/a%2Fb               | {\"greeting\":\"Hello, a/b!\",\"language\":\"en\"}",
                "/v1/greetings/a+b                 | {\"greeting\":\"Hello, a+b!\",\"language\":\"en\"}",
                "/v1/greetings/a%20b               | {\"greeting\":\"Hello, a b!\",\"language\":\"en\"}",
                "/v1/rooms                         | {}",
            })
    void get_takes_fields_from_path_and_query(String path, String body) throws Exception {
        HttpResponse<String> response = GATEWAY.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo(body + "\n");
    }

    @Test
    void post_takes_json_in_both_spellings_and_forms() throws Exception {
        String padded = GATEWAY.json("/v1/echo", "{\"message\":\"hi\",\"behavior\":{\"paddingBytes\":3}}")
                .body();
        assertThat(padded).contains("\"message\":\"hi\"").contains("\"padding\":\"");
        assertThat(GATEWAY.json("/v1/echo", "{\"behavior\":{\"padding_bytes\":3}}")
                        .body())
                .contains("\"padding\":\"");
        assertThat(GATEWAY.post("/v1/echo", FORM, "message=a+b%26c&behavior.padding_bytes=3")
                        .body())
                .contains("\"message\":\"a b\\u0026c\"")
                .contains("\"padding\":\"");
    }

    @Test
    void every_type_survives() throws Exception {
        String types =
                "{\"everyType\":{\"doubleValue\":1.5,\"int64Value\":\"-9007199254740993\",\"bytesValue\":\"AQI=\","
                        + "\"color\":\"COLOR_RED\",\"stringValues\":[\"a\",\"\\u0000\"],\"nested\":{\"boolValue\":true}}}";

        assertThat(GATEWAY.json("/v1/echo:types", types).body())
                .contains("\"int64Value\":\"-9007199254740993\"")
                .contains("\"bytesValue\":\"AQI=\"")
                .contains("\"color\":\"COLOR_RED\"")
                .contains("\"nested\":{\"boolValue\":true}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"mesage\":\"x\"}                            | mesage: no such field",
                "{\"message\":1}                               | ",
                "{\"message\":\"a\",\"message\":\"b\"}         | message: given twice",
                "{\"behavior\":{\"paddingBytes\":1,\"padding_bytes\":2}} | behavior.padding_bytes: given twice",
                "{\"behavior\":{\"paddingBytes\":\"x\"}}       | behavior.paddingBytes: Not an int32",
                "{\"behavior\":{\"headers\":[{},{\"kee\":1}]}} | behavior.headers[1].kee: no such field",
                "{\"behavior\":{\"headerDelay\":{\"fixed\":\"1 h\"}}} | behavior.headerDelay.fixed: ",
                "{\"payload\":\"*\"}                           | payload: ",
                "{message:\"x\"}                               | invalid JSON",
                "{'message':'x'}                               | invalid JSON",
                "{\"message\":\"x\"} {}                        | invalid JSON",
                "{\"message\":\"x\",}                          | invalid JSON",
                "[]                                            | the body is no JSON object",
            })
    void bad_json_is_400_with_the_name_of_the_field(String json, String message) throws Exception {
        HttpResponse<String> response = GATEWAY.json("/v1/echo", json);
        if (message == null) {
            assertThat(response.statusCode()).isEqualTo(200); // Protobuf's JSON takes a number for a string.
            return;
        }
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"status\":\"INVALID_ARGUMENT\"").contains("\"message\":\"" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/greetings/x?lang=de             | lang: no such field",
                "/v1/greetings/x?language=a&language=b | language: given twice",
                "/v1/greetings/x?name=y              | name: given twice",
                "/v1/greetings/x?behavior=y          | behavior: a value for a message",
                "/v1/greetings/x?behavior.seed=y     | behavior.seed: Not an int64",
                "/v1/greetings/x?language.y=1        | language.y: language has no fields here",
            })
    void a_bad_query_is_400_with_the_name_of_the_field(String path, String message) throws Exception {
        HttpResponse<String> response = GATEWAY.get(path);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"message\":\"" + message);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 499", "2, 500", "3, 400", "4, 504", "5, 404", "6, 409", "7, 403", "8, 429", "9, 400", "10, 409", "11, 400",
        "12, 501", "13, 500", "14, 503", "15, 500", "16, 401"
    })
    void a_status_has_the_http_status_that_googles_apis_use(int code, int http) throws Exception {
        HttpResponse<String> response = GATEWAY.json(
                "/v1/echo", "{\"behavior\":{\"failure\":{\"status\":{\"code\":" + code + ",\"message\":\"no\"}}}}");

        assertThat(response.statusCode()).isEqualTo(http);
        assertThat(response.body()).contains("\"code\":" + http).contains("\"message\":\"no\"");
    }

    @Test
    void details_are_in_the_body_and_a_retry_delay_in_a_header() throws Exception {
        HttpResponse<String> response = GATEWAY.json(
                "/v1/echo",
                "{\"behavior\":{\"failure\":{\"status\":{\"code\":14,\"details\":["
                        + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"2.5s\"}]}}}}");

        assertThat(response.body())
                .contains(
                        "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"2.500s\"}]");
        assertThat(response.headers().firstValue("retry-after")).hasValue("3");
    }

    @Test
    void the_servers_own_violations_arrive() throws Exception {
        HttpResponse<String> response = GATEWAY.get("/v1/greetings/x?language=!!");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("google.rpc.BadRequest").contains("\"field\":\"language\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-CH, fr;q=0.3  | de",
                "tlh, fr;q=0.3    | fr",
                "tlh              | en",
                "not a header;;;q | en",
                "*                | en",
            })
    void an_answer_is_in_the_language_that_the_browser_likes_best(String accepted, String language) throws Exception {
        HttpResponse<String> response = GATEWAY.get("/v1/greetings/x", "accept-language", accepted);

        assertThat(response.headers().firstValue("content-language")).hasValue(language);
        assertThat(response.headers().allValues("vary").toString()).contains("accept-language");
        assertThat(GATEWAY.get("/v1/greetings/x?language=it", "accept-language", accepted)
                        .body())
                .contains("Ciao");
    }

    @Test
    void a_greeting_may_be_kept_and_is_not_sent_twice() throws Exception {
        HttpResponse<String> first = GATEWAY.get("/v1/greetings/Ada");
        String name = first.headers().firstValue("etag").orElseThrow();

        assertThat(first.headers().firstValue("cache-control")).hasValue("public, max-age=60");
        HttpResponse<String> second = GATEWAY.get("/v1/greetings/Ada", "if-none-match", "\"x\", " + name);
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(second.headers().firstValue("etag")).hasValue(name);
        assertThat(GATEWAY.get("/v1/greetings/Bob", "if-none-match", name).statusCode())
                .isEqualTo(200);
        assertThat(GATEWAY.get("/v1/greetings/Ada", "authorization", "Bearer x")
                        .headers()
                        .firstValue("cache-control"))
                .hasValue("private, max-age=60");
    }

    @Test
    void an_answer_with_a_behavior_is_not_kept() throws Exception {
        assertThat(GATEWAY.get("/v1/greetings/Ada?behavior.paddingBytes=1")
                        .headers()
                        .firstValue("cache-control"))
                .hasValue("no-store");
        HttpResponse<String> failed = GATEWAY.get("/v1/greetings/Ada", "yodel-behavior", "error=NOT_FOUND");
        assertThat(failed.statusCode()).isEqualTo(404);
        assertThat(failed.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(failed.headers().firstValue("etag")).isEmpty();
    }

    @Test
    void a_range_gets_the_whole() throws Exception {
        HttpResponse<String> response = GATEWAY.get("/v1/greetings/Ada", "range", "bytes=0-3");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("accept-ranges")).hasValue("none");
        assertThat(response.body()).contains("Hello, Ada!");
    }

    @Test
    void a_large_answer_is_compressed_for_those_who_take_it() throws Exception {
        String body = "{\"message\":\"" + "yodel ".repeat(1000) + "\"}";
        HttpResponse<byte[]> response = GATEWAY.client()
                .send(
                        GATEWAY.request("/v1/echo", "accept-encoding", "br, gzip", "content-type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(response.body().length).isLessThan(1000);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(body + "\n");
        assertThat(GATEWAY.json("/v1/echo", body, "accept-encoding", "gzip;q=0")
                        .headers()
                        .firstValue("content-encoding"))
                .isEmpty();
    }

    @Test
    void head_has_the_headers_alone() throws Exception {
        HttpResponse<String> response = GATEWAY.send(GATEWAY.request("/v1/greetings/Ada")
                .method("HEAD", BodyPublishers.noBody())
                .build());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("etag")).isPresent();
        assertThat(response.body()).isEmpty();
    }

    @Test
    void metadata_and_deadline_pass_in_both_directions() throws Exception {
        HttpResponse<String> response = GATEWAY.json(
                "/v1/echo",
                "{\"behavior\":{\"includeCallInfo\":true,\"headers\":[{\"key\":\"a\",\"value\":\"1\"}],"
                        + "\"trailers\":[{\"key\":\"b\",\"value\":\"2\"}]}}",
                "grpc-metadata-x-mine",
                "m",
                "x-other",
                "o",
                "traceparent",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "grpc-timeout",
                "30S");

        assertThat(response.headers().firstValue("grpc-metadata-a")).hasValue("1");
        assertThat(response.headers().firstValue("grpc-trailer-b")).hasValue("2");
        assertThat(response.body())
                .contains("{\"key\":\"x-mine\",\"value\":\"m\"}", "{\"key\":\"x-other\",\"value\":\"o\"}")
                .contains("0af7651916cd43dd8448eb211c80319c")
                .contains("{\"key\":\"x-forwarded-for\",\"value\":\"127.0.0.1\"}")
                .contains("\"deadlineRemaining\":\"2");
    }

    @Test
    void a_deadline_that_passes_is_504_and_a_bad_one_400() throws Exception {
        assertThat(GATEWAY.get("/v1/greetings/x?behavior.messageDelay.fixed=60s", "grpc-timeout", "20m")
                        .statusCode())
                .isEqualTo(504);
        assertThat(GATEWAY.get("/v1/greetings/x", "grpc-timeout", "soon").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2, 404, NOT_FOUND",
        "DELETE, /v1/echo, 405, UNIMPLEMENTED",
        "GET, /v1/echo:expand, 405, UNIMPLEMENTED",
    })
    void other_paths_and_methods_are_refused_in_json(String method, String path, int status, String name)
            throws Exception {
        HttpResponse<String> response = GATEWAY.send(
                GATEWAY.request(path).method(method, BodyPublishers.noBody()).build());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("\"status\":\"" + name + "\"").contains(method + " " + path);
    }

    @Test
    void other_bodies_are_415_and_large_ones_413() throws Exception {
        assertThat(GATEWAY.post("/v1/echo", "text/xml", "<a/>").statusCode()).isEqualTo(415);
        assertThat(GATEWAY.json("/v1/echo?message=x", "{}").statusCode()).isEqualTo(400);
        assertThat(GATEWAY.json("/v1/echo", "{\"message\":\"" + "x".repeat(13 << 20) + "\"}")
                        .statusCode())
                .isEqualTo(413);
        // Within the limit of a body and beyond that of a message: the server refuses it.
        assertThat(GATEWAY.json("/v1/echo", "{\"message\":\"" + "x".repeat(5 << 20) + "\"}")
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void pages_of_an_allowed_origin_may_call_and_others_not() throws Exception {
        HttpResponse<String> friend = GATEWAY.get("/v1/greetings/x", "origin", "https://friend.example");
        assertThat(friend.headers().firstValue("access-control-allow-origin")).hasValue("https://friend.example");
        assertThat(friend.headers().allValues("vary").toString())
                .contains("origin")
                .contains("accept-language");
        HttpResponse<String> other = GATEWAY.get("/v1/greetings/x", "origin", "https://other.example");
        assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
        HttpResponse<String> asked = GATEWAY.send(GATEWAY.request(
                        "/v1/echo",
                        "origin",
                        "https://friend.example",
                        "access-control-request-method",
                        "POST",
                        "access-control-request-headers",
                        "content-type")
                .method("OPTIONS", BodyPublishers.noBody())
                .build());
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.headers().firstValue("access-control-allow-methods").orElseThrow())
                .contains("POST");
    }
}
