package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.target.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loads of a chat room of the real service. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(180)
class ITRoomLoad {

    private static final Pattern COUNTS = Pattern.compile(
            "room (\\S+), warm-up included: ([\\d,]+) posts, ([\\d,]+) deliveries, ([\\d,]+) lost, ([\\d,]+) repeated");

    @TempDir
    Path folder;

    private ServiceProcess service;
    private String target;

    @BeforeAll
    void startService(@TempDir Path logs) throws Exception {
        Program.serviceLib();
        service = ServiceProcess.start(0, 0, logs.resolve("service.log"));
        target = service.started().toCompletableFuture().get().target().toString();
    }

    @AfterAll
    void endService() {
        service.close();
    }

    @Test
    void every_post_reaches_every_member_and_each_delivery_is_measured() throws Exception {
        LoadProgram load = load();
        JsonNode room = load.measure("--room=alm", "--streams=5", "--rate=50", "--duration=3s", "--warm-up=0s");

        Matcher counts = counts(load);
        assertThat(counts.group(1)).isEqualTo("alm");
        long posts = number(counts.group(2));
        assertThat(posts).isBetween(100L, 151L);
        // A member that leaves first does not see the last posts of the others.
        assertThat(number(counts.group(3))).isBetween(5 * posts - 25, 5 * posts);
        assertThat(counts.group(4)).isEqualTo("0");
        assertThat(counts.group(5)).isEqualTo("0");
        assertThat(room.get("name").asText()).isEqualTo("room");
        assertThat(room.get("ok").asLong()).isEqualTo(5);
        assertThat(room.at("/messages/received").asLong()).isGreaterThan(4 * posts);
        assertThat(room.at("/messages/roundTrip/p50").asDouble()).isPositive();
        assertThat(load.out()).doesNotContain("matched by order");
        assertThat(load.json()).contains("\"room\" : \"alm\"");
    }

    @Test
    void a_plan_has_rooms_beside_other_calls() throws Exception {
        Path plan = Files.writeString(folder.resolve("load.yaml"), """
                warm-up: 0s
                duration: 2s
                calls:
                  - room: hut
                    streams: 3
                    rate: 30
                  - call: yodel.v1.EchoService/Echo
                    rate: 20
                """);
        try (Program program = load().start("--plan=" + plan)) {
            assertThat(program.exit()).as(program.err() + program.out()).isZero();
            assertThat(program.out()).contains("room, bidi stream", "Echo, unary", "room hut, warm-up included");
        }
    }

    @Test
    void the_printed_plan_of_a_room_is_one() throws Exception {
        try (Program program = load().start(
                        "--room=alm", "--streams=2", "--rate=10", "--duration=1s", "--warm-up=0s", "--print-plan")) {
            assertThat(program.exit()).as(program.err()).isZero();
            Path plan = Files.writeString(folder.resolve("printed.yaml"), program.out());
            try (Program again = load().start("--plan=" + plan)) {
                assertThat(again.exit()).as(again.err() + again.out()).isZero();
                assertThat(again.out()).contains("room alm, warm-up included");
            }
        }
    }

    @Test
    void mistakes_are_refused_in_one_line() throws Exception {
        load().assertRefused(
                        "--room: alm (expected: with --streams, the members, and --rate", "--room=alm", "--rate=5");
        load().assertRefused(
                        "--room: alm (expected: with --streams, the members, and --rate", "--room=alm", "--users=5");
        load().assertRefused(
                        "--room: cannot be combined with --call a.B/C (expected: one of the two)",
                        "--room=alm",
                        "--call=a.B/C",
                        "--streams=2",
                        "--rate=5");
        load().assertRefused(
                        "--room: alm with data (expected: no --data",
                        "--room=alm",
                        "--streams=2",
                        "--rate=5",
                        "--data={\"a\": 1}");
        load().assertRefused(
                        "--room: alm with options of other streams",
                        "--room=alm",
                        "--streams=2",
                        "--rate=5",
                        "--slow-reader=1");
    }

    private LoadProgram load() {
        return new LoadProgram(target, folder);
    }

    private static Matcher counts(LoadProgram load) throws Exception {
        Matcher counts = COUNTS.matcher(load.out());
        assertThat(counts.find()).as(load.out()).isTrue();
        return counts;
    }

    private static long number(String text) {
        return Long.parseLong(text.replace(",", ""));
    }
}
