package dev.yodel.loadtest.distributed.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestsTest {

    /** Golden: whoever applies manifests of their own reads the differences of two versions here. */
    @Test
    void the_manifests_are_those_of_the_golden_file() throws Exception {
        Path golden = Path.of("src/test/resources/dev/yodel/loadtest/distributed/kubernetes/manifests.yaml");

        assertThat(manifests(Map.of("plan.yaml", bytes("target: \"yodel:50051\"\n"), "1-rows.csv", bytes("id\n1\n")))
                        .yaml())
                .isEqualTo(Files.readString(golden));
    }

    @Test
    void files_that_are_not_text_are_binary_data() {
        byte[] content = {1, (byte) 0xff, 2};

        ConfigMap map = manifests(Map.of("1-api.binpb", content)).configMap();

        assertThat(map.getData()).isEmpty();
        assertThat(Base64.getDecoder().decode(map.getBinaryData().get("1-api.binpb")))
                .isEqualTo(content);
    }

    @Test
    void more_than_a_config_map_holds_is_refused() {
        assertThatThrownBy(() -> manifests(Map.of("1-rows.csv", new byte[1_000_001])))
                .hasMessage("on: kubernetes with a plan and files of 1000001 bytes"
                        + " (expected: at most 1000000, which a ConfigMap holds)");
    }

    @Test
    void settings_that_a_cluster_would_refuse_are_refused_before() {
        assertThatThrownBy(() -> settings("Load", "1", "1Gi")).hasMessageStartingWith("job: Load (expected: ");
        assertThatThrownBy(() -> settings("load", "many", "1Gi")).hasMessageStartingWith("injector-cpu: many (");
        assertThatThrownBy(() -> settings("load", "1", "lots")).hasMessageStartingWith("injector-memory: lots (");
    }

    private static Manifests manifests(Map<String, byte[]> files) {
        return new Manifests(
                settings("load", "500m", "768Mi"), 4, List.of("load", "--plan=/etc/yodel/plan/plan.yaml"), files);
    }

    private static JobSettings settings(String name, String cpu, String memory) {
        return new JobSettings(name, "load-tests", "registry.test/yodel:1.0", cpu, memory, Duration.ofMinutes(20));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
