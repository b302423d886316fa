package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That the files which start Prometheus and Grafana fit each other. There is no container engine here to try them on. */
class DeploymentTest {

    private static final String COMPOSE = "compose.yaml";
    private static final String PROMETHEUS = "prometheus/prometheus.yml";
    private static final String DATA_SOURCE = "grafana/provisioning/datasources/prometheus.yml";
    private static final String PROVIDER = "grafana/provisioning/dashboards/yodel.yml";

    @Test
    void images_are_pinned_to_a_version() throws IOException {
        assertThat(services())
                .isNotEmpty()
                .allSatisfy(service ->
                        assertThat(service.path("image").asText()).matches("[a-z]+/[a-z]+:v?\\d+\\.\\d+\\.\\d+"));
    }

    @Test
    void containers_share_the_network_of_the_host_and_listen_on_loopback_only() throws IOException {
        assertThat(services())
                .allSatisfy(service ->
                        assertThat(service.path("network_mode").asText()).isEqualTo("host"))
                // Published ports and a host's network exclude each other.
                .noneMatch(service -> service.has("ports") || service.has("networks"));
        assertThat(texts(service("prometheus").path("command"))).contains("--web.listen-address=127.0.0.1:9090");
        assertThat(service("grafana")
                        .path("environment")
                        .path("GF_SERVER_HTTP_ADDR")
                        .asText())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void every_mounted_folder_is_there_and_read_only() throws IOException {
        JsonNode volumes = Yaml.read(COMPOSE).path("volumes");
        for (JsonNode service : services()) {
            for (Mount mount : mounts(service)) {
                if (mount.source().startsWith("./")) {
                    assertThat(Path.of(mount.source())).isDirectory();
                    assertThat(mount.mode()).as(mount.source()).isEqualTo("ro");
                } else {
                    assertThat(volumes.has(mount.source())).as(mount.source()).isTrue();
                }
            }
        }
    }

    @Test
    void every_variable_of_a_container_is_text() throws IOException {
        // Compose refuses a boolean.
        assertThat(service("grafana").path("environment")).isNotEmpty().allMatch(JsonNode::isTextual);
    }

    @Test
    void prometheus_reads_the_configuration_that_is_mounted() throws IOException {
        String flag = "--config.file=";
        String config = texts(service("prometheus").path("command")).stream()
                .filter(argument -> argument.startsWith(flag))
                .findFirst()
                .orElseThrow()
                .substring(flag.length());

        assertThat(onHost(service("prometheus"), config)).hasValue(Path.of(PROMETHEUS));
    }

    @Test
    void grafana_finds_the_dashboards_that_are_mounted() throws IOException {
        JsonNode grafana = service("grafana");
        String folder = Yaml.read(PROVIDER)
                .path("providers")
                .path(0)
                .path("options")
                .path("path")
                .asText();
        String home = grafana.path("environment")
                .path("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                .asText();

        assertThat(onHost(grafana, folder)).hasValue(Dashboard.FOLDER);
        assertThat(onHost(grafana, home))
                .hasValueSatisfying(file -> assertThat(file).isRegularFile());
        assertThat(onHost(grafana, "/etc/grafana/provisioning/datasources/prometheus.yml"))
                .hasValue(Path.of(DATA_SOURCE));
        assertThat(onHost(grafana, "/etc/grafana/provisioning/dashboards/yodel.yml"))
                .hasValue(Path.of(PROVIDER));
    }

    @Test
    void grafana_asks_the_prometheus_that_is_started() throws IOException {
        assertThat(dataSource().path("type").asText()).isEqualTo("prometheus");
        assertThat(texts(service("prometheus").path("command")))
                .contains("--web.listen-address="
                        + dataSource().path("url").asText().substring("http://".length()));
    }

    @Test
    void grafana_knows_the_scrape_interval() throws IOException {
        assertThat(dataSource().path("jsonData").path("timeInterval").asText())
                .isNotEmpty()
                .isEqualTo(Yaml.read(PROMETHEUS)
                        .path("global")
                        .path("scrape_interval")
                        .asText());
    }

    @Test
    void targets_come_from_files_and_nothing_else_that_listens_is_scraped() throws IOException {
        List<String> jobs = new ArrayList<>();
        for (JsonNode job : Yaml.read(PROMETHEUS).path("scrape_configs")) {
            jobs.add("%s %s %s"
                    .formatted(
                            job.path("job_name").asText(),
                            job.path("file_sd_configs")
                                    .path(0)
                                    .path("files")
                                    .path(0)
                                    .asText(),
                            job.path("metrics_path").asText()));
            assertThat(job.has("static_configs")).isFalse();
        }

        assertThat(jobs)
                .containsExactlyInAnyOrder(
                        "yodel-service targets/services-*.json /metrics",
                        "yodel-injector targets/injectors-*.json /metrics");
        assertThat(Path.of("prometheus/targets")).isDirectory();
    }

    private static List<JsonNode> services() throws IOException {
        List<JsonNode> services = new ArrayList<>();
        Yaml.read(COMPOSE).path("services").forEach(services::add);
        return services;
    }

    private static JsonNode service(String name) throws IOException {
        return Yaml.read(COMPOSE).path("services").path(name);
    }

    private static JsonNode dataSource() throws IOException {
        return Yaml.read(DATA_SOURCE).path("datasources").path(0);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(entry -> texts.add(entry.asText()));
        return texts;
    }

    private static List<Mount> mounts(JsonNode service) {
        return texts(service.path("volumes")).stream().map(Mount::of).toList();
    }

    /** The file of this module that a service sees under a path, if it is mounted and there. */
    private static Optional<Path> onHost(JsonNode service, String path) {
        return mounts(service).stream()
                .filter(mount -> Path.of(path).startsWith(mount.target()))
                .map(mount -> Path.of(mount.source())
                        .resolve(Path.of(mount.target()).relativize(Path.of(path)))
                        .normalize())
                .filter(Files::exists)
                .findFirst();
    }

    private record Mount(String source, String target, String mode) {

        static Mount of(String text) {
            String[] parts = text.split(":", -1);
            return new Mount(parts[0], parts[1], parts.length > 2 ? parts[2] : "rw");
        }
    }
}
