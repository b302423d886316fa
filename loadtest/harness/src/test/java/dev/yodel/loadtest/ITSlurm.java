package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import dev.yodel.loadtest.target.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A load on several injectors, as the tasks of a job of a real Slurm with four nodes. */
@TestInstance(Lifecycle.PER_CLASS)
class ITSlurm {

    /** A second with calls. */
    private static final Pattern CALLS = Pattern.compile("^  0:\\d\\d +[1-9]", Pattern.MULTILINE);

    @TempDir
    Path folder;

    private SlurmCluster cluster;
    private ServiceProcess service;
    private String target;

    @BeforeAll
    void startAll(@TempDir Path slurm, @TempDir Path logs) throws Exception {
        cluster = SlurmCluster.start(slurm);
        Program.serviceLib();
        service = ServiceProcess.start(0, 0, logs.resolve("service.log"));
        target = service.started().toCompletableFuture().get().target().toString();
    }

    @AfterAll
    void endAll() {
        if (service != null) {
            service.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void four_tasks_make_the_calls_of_one_load() throws Exception {
        try (Program program = start(4, "--rate", "80", "--warm-up", "1s", "--duration", "3s")) {
            assertThat(program.exit()).as(program.out() + program.err()).isZero();
        }

        JsonNode result = result();
        assertThat(result.at("/requests/0/count").asLong()).isEqualTo(240);
        assertThat(result.get("injectors")).hasSize(4).allSatisfy(row -> {
            assertThat(row.get("calls").asLong()).isEqualTo(60);
            assertThat(row.has("startSkewMillis")).isTrue();
        });
        assertThat(SlurmCluster.tasks(target)).isEmpty();
    }

    @Test
    void a_task_that_is_killed_is_lost_and_named_and_the_others_are_kept() throws Exception {
        try (Program program = start(3, "--rate", "60", "--warm-up", "2s", "--duration", "15s")) {
            program.awaitOutput(CALLS);
            List<ProcessHandle> tasks = SlurmCluster.tasks(target);
            assertThat(tasks).hasSize(3);
            assertThat(tasks.get(0).destroyForcibly()).isTrue();

            assertThat(program.exit()).as(program.out() + program.err()).isEqualTo(1);
            assertThat(program.err()).startsWith("yodel: INVALID: injector ").contains("lost: ");
        }

        JsonNode result = result();
        assertThat(result.at("/requests/0/count").asLong()).isEqualTo(600);
        assertThat(result.get("injectors")).filteredOn(row -> row.has("lost")).hasSize(1);
    }

    @Test
    void ctrl_c_ends_the_job_with_what_was_measured() throws Exception {
        try (Program program = start(3, "--rate", "60", "--warm-up", "0s", "--duration", "10m")) {
            program.awaitOutput(CALLS);

            int expected = program.interrupt();

            assertThat(program.exit()).as(program.out() + program.err()).isEqualTo(expected);
        }

        assertThat(result().at("/requests/0/count").asLong()).isPositive();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> SlurmCluster.tasks(target).isEmpty());
    }

    @Test
    void more_injectors_than_the_cluster_has_processors_are_refused_in_one_line() throws Exception {
        try (Program program = start(9, "--users", "9")) {
            assertThat(program.exit()).isEqualTo(1);
            assertThat(program.err().lines()).singleElement().asString().contains("Unable to allocate resources");
        }
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private Program start(int injectors, String... flags) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "load", target, "--call", "yodel.v1.EchoService/Echo", "--injectors", String.valueOf(injectors)));
        arguments.addAll(List.of(
                "--on", "slurm", "--overwrite", "--out", folder.resolve("out").toString()));
        arguments.addAll(List.of(flags));
        return Program.start(folder, cluster.environment(), arguments.toArray(String[]::new));
    }

    private JsonNode result() throws Exception {
        return ResultSchema.assertValid(Files.readString(folder.resolve("out/result.json")));
    }
}
