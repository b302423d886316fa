package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.yodel.loadtest.plan.Durations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What must fit together in the manifests of the service, without a cluster. */
class KubernetesManifestsTest {

    private static final Path FOLDER = Path.of("../../deploy/kubernetes/service");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @Test
    void the_base_lists_every_manifest() throws Exception {
        List<String> listed = new ArrayList<>();
        read("kustomization.yaml").get("resources").forEach(file -> listed.add(file.asText()));

        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    /** A pod that is not drained in time is killed, with its calls. */
    @Test
    void the_drain_fits_the_grace_period() throws Exception {
        Map<String, String> flags = flags();
        long drain = Durations.parse(flags.get("drain-wait")).toSeconds()
                + Durations.parse(flags.get("grace")).toSeconds();

        assertThat(pod().get("terminationGracePeriodSeconds").asLong()).isGreaterThanOrEqualTo(drain + 5);
    }

    @Test
    void probes_and_service_name_ports_that_the_container_has() throws Exception {
        Map<String, Integer> ports = new TreeMap<>();
        container()
                .get("ports")
                .forEach(port -> ports.put(
                        port.get("name").asText(), port.get("containerPort").asInt()));
        Map<String, String> flags = flags();

        assertThat(ports)
                .containsEntry("grpc", Integer.valueOf(flags.get("port")))
                .containsEntry("metrics", Integer.valueOf(flags.get("metrics-port")));
        assertThat(container().at("/readinessProbe/httpGet/path").asText()).isEqualTo("/readyz");
        assertThat(container().at("/livenessProbe/httpGet/path").asText()).isEqualTo("/healthz");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(ports)
                    .containsKey(container().at("/" + probe + "/httpGet/port").asText());
        }
        read("service.yaml")
                .at("/spec/ports")
                .forEach(port -> assertThat(ports)
                        .containsEntry(
                                port.get("targetPort").asText(),
                                port.get("port").asInt()));
    }

    @Test
    void certificates_are_read_from_the_secret() throws Exception {
        JsonNode mount = container().at("/volumeMounts/0");
        JsonNode volume = pod().at("/volumes/0");

        assertThat(volume.get("name")).isEqualTo(mount.get("name"));
        assertThat(volume.at("/secret/secretName").asText()).isEqualTo("yodel-tls");
        assertThat(flags())
                .containsEntry("tls-cert", mount.get("mountPath").asText() + "/tls.crt")
                .containsEntry("tls-key", mount.get("mountPath").asText() + "/tls.key");
    }

    @Test
    void the_pod_has_no_rights_and_no_cpu_limit() throws Exception {
        assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod().get("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(container().at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container().at("/resources/limits").has("cpu")).isFalse();
        assertThat(container().at("/resources/requests").has("cpu")).isTrue();
    }

    private static Map<String, String> flags() throws Exception {
        Map<String, String> flags = new TreeMap<>();
        container().get("args").forEach(argument -> {
            String[] parts = argument.asText().replaceFirst("^--", "").split("=", 2);
            flags.put(parts[0], parts[parts.length - 1]);
        });
        return flags;
    }

    private static JsonNode pod() throws Exception {
        return read("deployment.yaml").at("/spec/template/spec");
    }

    private static JsonNode container() throws Exception {
        return pod().at("/containers/0");
    }

    private static JsonNode read(String file) throws Exception {
        return YAML.readTree(FOLDER.resolve(file).toFile());
    }
}
