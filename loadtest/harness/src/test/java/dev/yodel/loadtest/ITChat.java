package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two people, each a process of the real program, in rooms of the real service. */
@Timeout(180)
class ITChat {

    @RegisterExtension
    static final YodelService SERVICE = new YodelService();

    @TempDir
    Path folder;

    @Test
    void two_people_talk_and_leave() throws Exception {
        try (Program ada = chat("Ada", SERVICE.target(), "alm");
                Program bob = chat("Bob", SERVICE.target(), "alm")) {
            ada.awaitOutput("* Bob joined");
            bob.awaitOutput(Pattern.compile("\\* in alm: (Ada, Bob|Bob, Ada)"));
            ada.type("Grüezi, Bob!\n");
            bob.awaitOutput("Ada: Grüezi, Bob!");
            bob.type("Hi Ada\n");
            ada.awaitOutput("Bob: Hi Ada");
            bob.type("/quit\n");
            assertThat(bob.exit()).as(bob.err()).isZero();
            ada.awaitOutput("* Bob left");

            ada.input("one more\n");
            assertThat(ada.exit()).as(ada.err()).isZero();
            assertThat(ada.out()).contains("Ada: one more", "* Ada left").doesNotContain("connection lost");
            assertThat(ada.err()).isEmpty();
        }
    }

    @Test
    void a_lost_connection_is_resumed_without_loss_or_repetition() throws Exception {
        int port = Integer.parseInt(SERVICE.target().substring(SERVICE.target().lastIndexOf(':') + 1));
        try (CutProxy proxy = new CutProxy(port);
                Program ada = chat("Ada", SERVICE.target(), "hut");
                Program bob = chat("Bob", proxy.address(), "hut")) {
            ada.awaitOutput("* Bob joined");
            bob.type("b0\n");
            ada.awaitOutput("Bob: b0");
            ada.type("a0\n");
            bob.awaitOutput("Ada: a0");

            for (int round = 1; round <= 2; round++) {
                proxy.cut();
                bob.awaitOutput(Pattern.compile("(?s)(connection lost.*){" + round + "}"));
                for (int i = 0; i < 10; i++) {
                    ada.type("a" + (10 * round + i) + "\n");
                    bob.type("b" + (10 * round + i) + "\n");
                }
                ada.awaitOutput("Ada: a" + (10 * round + 9));
                proxy.mend();
                bob.awaitOutput("Bob: b" + (10 * round + 9));
            }
            ada.awaitOutput("Bob: b29");
            bob.awaitOutput("Ada: a29");

            for (Program person : List.of(ada, bob)) {
                assertThat(said(person, "Ada: a")).isEqualTo(expected());
                assertThat(said(person, "Bob: b")).isEqualTo(expected());
            }
            assertThat(said(ada)).as("both see the same order").isEqualTo(said(bob));
        }
    }

    @Test
    void a_name_that_is_taken_is_one_line_and_code_1() throws Exception {
        try (Program ada = chat("Ada", SERVICE.target(), "taken")) {
            ada.awaitOutput("* Ada joined");
            try (Program other = chat("Ada", SERVICE.target(), "taken")) {
                assertThat(other.exit()).isEqualTo(1);
                assertThat(other.err())
                        .isEqualTo("yodel: ALREADY_EXISTS: hello.name: Ada is in the room already"
                                + " (expected: another name)\n");
            }
        }
    }

    @Test
    void nobody_there_is_one_line_and_code_2() throws Exception {
        try (Program ada = chat("Ada", "127.0.0.1:1", "alm")) {
            assertThat(ada.exit()).isEqualTo(2);
            assertThat(ada.err()).startsWith("yodel: target 127.0.0.1:1: ").hasLineCount(1);
        }
    }

    private Program chat(String name, String address, String room) throws IOException {
        Path own = Files.createTempDirectory(folder, name);
        return Program.start(own, "chat", room, "--as", name, "--target", address);
    }

    private static List<Integer> expected() {
        return IntStream.range(0, 30).filter(i -> i == 0 || i >= 10).boxed().toList();
    }

    private static List<Integer> said(Program program, String start) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (String line : said(program)) {
            if (line.startsWith(start)) {
                numbers.add(Integer.valueOf(line.substring(start.length())));
            }
        }
        return numbers;
    }

    /** What was said, without the times. */
    private static List<String> said(Program program) throws IOException {
        return program.out()
                .lines()
                .filter(line -> line.matches("[0-9:]{8} (Ada: a|Bob: b)\\d+"))
                .map(line -> line.substring(9))
                .toList();
    }
}
