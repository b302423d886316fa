package dev.yodel.loadtest.plan.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFolderTest {

    @TempDir
    Path folder;

    @Test
    void files_are_copied_once_and_the_plan_names_the_copies() throws Exception {
        Path rows = Files.writeString(folder.resolve("my rows.csv"), "id\n1\n");
        Path data = Files.writeString(folder.resolve("data.json"), "{}");
        Path set = Files.write(folder.resolve("api.binpb"), new byte[] {1, 2});
        PlanDocument plan = new PlanDocument(
                "api.test:443",
                Map.of("protoset", List.of(set.toString()), "rate", List.of("10")),
                List.of(
                        call("one", 2, Map.of("feed", List.of(rows.toString()), "data", List.of("@" + data))),
                        call(null, 1, Map.of("feed", List.of(rows.toString()), "data", List.of("{\"a\": 1}")))));

        Map<String, byte[]> files = PlanFolder.of(plan, "/there");

        assertThat(files).hasSize(4);
        String feed = "/there/" + name(files, "my_rows.csv");
        Path copy = Files.write(folder.resolve("plan.yaml"), files.get(PlanFolder.PLAN));
        PlanDocument read = PlanDocument.read(copy);
        assertThat(read.target()).isEqualTo("api.test:443");
        assertThat(read.flags())
                .containsEntry("protoset", List.of("/there/" + name(files, "api.binpb")))
                .containsEntry("rate", List.of("10"));
        assertThat(read.calls().get(0).name()).isEqualTo("one");
        assertThat(read.calls().get(0).weight()).isEqualTo(2);
        assertThat(read.calls().get(0).flags())
                .containsEntry("feed", List.of(feed))
                .containsEntry("data", List.of("@/there/" + name(files, "data.json")));
        assertThat(read.calls().get(1).flags())
                .containsEntry("feed", List.of(feed))
                .containsEntry("data", List.of("{\"a\": 1}"));
        assertThat(files.get(name(files, "api.binpb"))).containsExactly(1, 2);
    }

    @Test
    void secrets_and_trees_of_files_are_refused_with_the_option() {
        assertThatThrownBy(() -> of("key", "key.pem"))
                .hasMessage("key: a secret, which a ConfigMap must not have (expected: none with this engine)");
        assertThatThrownBy(() -> of("proto", "api.proto"))
                .hasMessage("proto: with this engine (expected: --protoset, one file with all of them)");
        assertThatThrownBy(() -> of("feed", "/no/such.csv"))
                .hasMessage("feed: /no/such.csv (expected: a readable file)");
    }

    private static Map<String, byte[]> of(String option, String value) {
        return PlanFolder.of(
                new PlanDocument("t:1", Map.of(option, List.of(value)), List.of(call(null, 1, Map.of()))), "/there");
    }

    private static PlanDocument.Call call(String name, double weight, Map<String, List<String>> flags) {
        Map<String, List<String>> all = new java.util.LinkedHashMap<>(flags);
        all.put("call", List.of("a.B/C"));
        return new PlanDocument.Call(name, weight, all);
    }

    private static String name(Map<String, byte[]> files, String end) {
        return files.keySet().stream()
                .filter(name -> name.endsWith(end))
                .findFirst()
                .orElseThrow();
    }
}
