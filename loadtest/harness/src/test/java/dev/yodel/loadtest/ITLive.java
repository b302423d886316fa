package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yodel.loadtest.result.ResultSchema;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The report of a run while it is running. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(180)
class ITLive {

    private static final Pattern LIVE = Pattern.compile("^live report: (\\S+)$", Pattern.MULTILINE);
    private static final String CHECK = "grpc.health.v1.Health/Check";

    @TempDir
    Path folder;

    private RecordingServer server;

    @BeforeAll
    void startServer() throws Exception {
        server = new RecordingServer();
    }

    @AfterAll
    void endServer() {
        server.close();
    }

    @Test
    void the_page_of_a_running_load_has_no_fault() throws Exception {
        try (Program program = start("--rate", "50", "--duration", "10m", "--warm-up", "0s")) {
            String url = program.awaitOutput(LIVE);
            JsonNode opened = new Browser(folder).run("open-live.js", url);
            program.interrupt();
            program.exit();

            assertThat(opened).hasSize(2).allSatisfy(view -> {
                assertThat(view.get("wrong")).as(view.toString()).isEmpty();
                assertThat(view.get("charts").asInt()).isGreaterThanOrEqualTo(5);
            });
        }
    }

    @Test
    void who_reads_the_figures_gets_the_final_ones_before_the_program_ends() throws Exception {
        JsonNode figures;
        try (Program program = start("--rate", "50", "--duration", "2s", "--warm-up", "1s")) {
            String url = program.awaitOutput(LIVE);
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + "live.json")).build();
            do {
                String text =
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body();
                figures = new ObjectMapper().readTree(text);
                ResultSchema.assertValid(figures.get("result").toString());
            } while (figures.get("running").asBoolean());
            assertThat(program.exit()).as(program.err()).isZero();
        }
        JsonNode written = ResultSchema.assertValid(load().json());
        assertThat(figures.at("/result/requests")).isEqualTo(written.get("requests"));
        assertThat(figures.at("/result/requests/0/count").asInt()).isEqualTo(100);
    }

    private Program start(String... flags) throws Exception {
        String[] all = new String[flags.length + 3];
        all[0] = "--call";
        all[1] = CHECK;
        all[2] = "--live";
        System.arraycopy(flags, 0, all, 3, flags.length);
        return load().start(all);
    }

    private LoadProgram load() {
        return new LoadProgram(server.target(), folder);
    }
}
