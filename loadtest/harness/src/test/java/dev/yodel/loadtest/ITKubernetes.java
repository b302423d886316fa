package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --on kubernetes} does without a cluster; {@code deploy/test} has one. */
class ITKubernetes {

    @TempDir
    Path folder;

    private final LoadProgram load() {
        return new LoadProgram("yodel:50051", folder);
    }

    @Test
    void manifests_are_printed_with_the_plan_and_its_files_and_nothing_is_started() throws Exception {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "id\n1\n2\n3\n");
        try (Program program = Program.start(
                folder,
                "load",
                "yodel:50051",
                "--call=yodel.v1.EchoService/Echo",
                "--rate=300",
                "--duration=1m",
                "--feed=" + rows,
                "--data={\"message\":\"#{id}\"}",
                "--expect=p99 < 1s",
                "--injectors=3",
                "--on=kubernetes",
                "--image=registry.test/yodel:1",
                "--namespace=load",
                "--print-manifests")) {
            assertThat(program.exit()).as(program.err()).isZero();

            List<JsonNode> objects = new ObjectMapper()
                    .readerFor(JsonNode.class)
                    .with(new YAMLFactory())
                    .<JsonNode>readValues(program.out())
                    .readAll();
            assertThat(objects)
                    .extracting(object -> object.get("kind").asText())
                    .containsExactly("ConfigMap", "Job");
            assertThat(objects.get(0).at("/data/1-rows.csv").asText()).isEqualTo("id\n1\n2\n3\n");
            assertThat(objects.get(0).at("/data/plan.yaml").asText())
                    .contains("target: \"yodel:50051\"", "feed: \"/etc/yodel/plan/1-rows.csv\"")
                    .doesNotContain("injectors", "registry.test");
            assertThat(objects.get(1).at("/spec/completions").asInt()).isEqualTo(3);
            // Warm-up, a minute, and a quarter of an hour for the cluster.
            assertThat(objects.get(1).at("/spec/activeDeadlineSeconds").asInt()).isBetween(960, 1020);
        }
        assertThat(folder.resolve("yodel-results")).doesNotExist();
    }

    @Test
    void a_cluster_that_is_not_there_is_one_line() throws Exception {
        Path config = Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: none
                clusters: [{name: none, cluster: {server: "http://127.0.0.1:9"}}]
                contexts: [{name: none, context: {cluster: none, user: none, namespace: load}}]
                users: [{name: none, user: {}}]
                """);
        try (Program program = Program.start(
                folder,
                Map.of("KUBECONFIG", config.toString()),
                "load",
                "yodel:50051",
                "--call=yodel.v1.EchoService/Echo",
                "--users=3",
                "--injectors=3",
                "--on=kubernetes",
                "--image=registry.test/yodel:1")) {
            assertThat(program.exit()).isEqualTo(1);
            assertThat(program.err().lines())
                    .filteredOn(line -> !line.startsWith("WARNING:"))
                    .singleElement()
                    .asString()
                    .startsWith("yodel: injectors: no cluster at http://127.0.0.1:9/: ")
                    .endsWith("(expected: one that kubectl reaches with this KUBECONFIG)");
        }
    }

    /** Its classes are many, and every other load would start later. */
    @Test
    void the_client_of_kubernetes_is_loaded_for_kubernetes_alone() throws Exception {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        try (Program program = Program.start(
                List.of("-Xlog:class+load:file=" + classes + "/%p"),
                Program.serviceLib(),
                folder,
                "load",
                "127.0.0.1:9",
                "--call=yodel.v1.EchoService/Echo",
                "--users=2",
                "--connect-timeout=1s",
                "--injectors=2",
                "--on=local")) {
            assertThat(program.exit()).as(program.err()).isEqualTo(2);
        }
        StringBuilder loaded = new StringBuilder();
        try (var logs = Files.list(classes)) {
            for (Path log : logs.toList()) { // of the coordinator and of each injector
                loaded.append(Files.readString(log));
            }
        }
        assertThat(loaded.toString().lines())
                .anyMatch(line -> line.contains("dev.yodel.loadtest.distributed.local.LocalEngine"))
                .noneMatch(line -> line.contains("io.fabric8"));
    }

    @Test
    void mistakes_are_refused_before_any_cluster_is_asked() throws Exception {
        String call = "--call=yodel.v1.EchoService/Echo";
        load().assertRefused(
                        "--image: none with --on kubernetes (expected: an image of Yodel)",
                        call,
                        "--injectors=2",
                        "--on=kubernetes");
        load().assertRefused("--image: without --on kubernetes (expected: both)", call, "--injectors=2", "--image=x");
        load().assertRefused("--namespace: without --on kubernetes (expected: both)", call, "--namespace=x");
        load().assertRefused(
                        "--injectors: 4 with 3 users of Echo (expected: at most 3",
                        call,
                        "--users=3",
                        "--injectors=4",
                        "--on=kubernetes",
                        "--image=x");
        load().assertRefused(
                        "--token-file: a secret, which a ConfigMap must not have",
                        call,
                        "--injectors=2",
                        "--on=kubernetes",
                        "--image=x",
                        "--token-file=" + Files.writeString(folder.resolve("token"), "secret"));
        new LoadProgram("localhost:50051", folder)
                .assertRefused(
                        "--on: kubernetes with the target localhost:50051, which is the pod itself there",
                        call,
                        "--injectors=2",
                        "--on=kubernetes",
                        "--image=x");
    }
}
