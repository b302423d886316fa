package dev.yodel.loadtest.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the launcher in the root folder starts. */
class ITLauncher {

    @TempDir
    Path folder;

    private FakeHouse house;

    @BeforeEach
    void newHouse() throws IOException {
        house = new FakeHouse(folder);
    }

    @Test
    void help_has_a_line_for_every_command() throws Exception {
        FakeHouse.Run run = house.yodel("help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().stream()
                        .filter(line -> line.matches("  [a-z].*"))
                        .map(line -> line.strip().split(" ")[0]))
                .containsExactly(
                        "demo",
                        "serve",
                        "load",
                        "call",
                        "report",
                        "chat",
                        "merge",
                        "compare",
                        "find-limit",
                        "monitor",
                        "completion",
                        "test",
                        "format",
                        "dist",
                        "help");
    }

    /** With it, cd changes to another folder and prints it. */
    @Test
    void the_cdpath_of_the_user_has_no_effect() throws Exception {
        house.with("CDPATH", house.folder().getParent()).built();
        house.jdk("jdk", "97.0.1");
        house.with("YODEL_JAVA_HOME", house.folder().resolve("jdk"));

        FakeHouse.Run run = house.run(
                house.folder().getFileName().resolve("yodel"), house.folder().getParent(), "serve");

        assertThat(run.exitCode()).as("%s", run.err()).isEqualTo(7);
        assertThat(house.builds()).isEmpty();
    }

    @Test
    void no_command_is_help() throws Exception {
        FakeHouse.Run run = house.yodel();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(house.yodel("help").out());
    }

    @Test
    void an_unknown_command_is_one_line_and_code_2() throws Exception {
        FakeHouse.Run run = house.yodel("frobnicate");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .containsExactly(
                        "yodel: unknown command: frobnicate (expected: demo, serve, load, call, report, chat, merge, compare, find-limit, monitor, completion, test, format, dist or help)");
    }

    @Test
    void the_version_is_that_of_the_sources() throws Exception {
        Files.writeString(house.folder().resolve("pom.xml"), """
                <project>
                  <version>1.2.3</version>
                  <parent>
                    <version>9.9.9</version>
                """);

        assertThat(house.yodel("--version").out()).containsExactly("yodel 1.2.3");
    }

    @Test
    void java_home_is_taken_though_there_is_a_newer_jdk() throws Exception {
        house.built();
        house.with("JAVA_HOME", house.jdk("jdks/home", "17.0.15"));
        house.jdk("home/.sdkman/candidates/java/98-fake", "98.0.2");

        assertThat(house.yodel("serve").out()).startsWith("jdk 17.0.15");
    }

    @Test
    void the_newest_jdk_is_taken_if_java_home_is_too_old() throws Exception {
        house.built();
        house.with("JAVA_HOME", house.jdk("jdks/home", "11.0.1"));
        Files.createSymbolicLink(
                house.folder().resolve("bin/java"),
                house.jdk("jdks/on path", "99").resolve("bin/java"));
        house.jdk("home/.sdkman/candidates/java/98-fake", "98.0.2");
        house.jdk("home/.sdkman/candidates/java/8-fake", "1.8.0_402");

        assertThat(house.yodel("serve").out()).startsWith("jdk 99");
    }

    @Test
    void the_jdk_named_is_taken_though_there_is_a_newer_one() throws Exception {
        house.built();
        house.with("JAVA_HOME", house.jdk("jdks/home", "99"));
        house.with("YODEL_JAVA_HOME", house.jdk("jdks/named", "17.0.15"));

        assertThat(house.yodel("serve").out()).startsWith("jdk 17.0.15");
    }

    @Test
    void an_old_jdk_named_is_one_line_and_code_1() throws Exception {
        Path old = house.jdk("jdks/old", "11.0.2");

        FakeHouse.Run run = house.with("YODEL_JAVA_HOME", old).built().yodel("serve");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .containsExactly("yodel: YODEL_JAVA_HOME: " + old
                        + " (expected: the folder of Java 17 or newer, with bin/java)");
    }

    @Test
    void the_program_takes_the_place_of_the_launcher_so_that_signals_and_exit_codes_pass() throws Exception {
        house.built();
        house.with("JAVA_HOME", house.jdk("jdk", "99"));

        FakeHouse.Run run = house.yodel("serve");

        assertThat(run.out()).contains("pid " + run.pid());
        assertThat(run.exitCode()).isEqualTo(7);
    }

    @Test
    void the_service_is_started_with_its_arguments_a_collector_and_a_heap() throws Exception {
        house.built();
        house.with("JAVA_HOME", house.jdk("jdk", "21.0.4"));
        house.with("YODEL_JAVA_HOME", house.folder().resolve("jdk"));

        assertThat(house.yodel("serve", "--instance", "a b").out().stream().skip(2))
                .containsExactly(
                        "-XX:+UseParallelGC",
                        "-Xms256m",
                        "-Xmx512m",
                        "-Xmn128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        house.folder().toRealPath() + "/service/server/target/lib/*",
                        "dev.yodel.service.Main",
                        "--instance",
                        "a b");
    }

    @Test
    void the_harness_gets_the_command_of_the_service() throws Exception {
        house.built();
        Path jdk = house.jdk("jdk", "21");
        house.with("YODEL_JAVA_HOME", jdk);

        assertThat(house.yodel("demo", "--duration", "10s").out())
                .contains(
                        "-Dyodel.java=" + jdk + "/bin/java",
                        "-Dyodel.service.lib=" + house.folder().toRealPath() + "/service/server/target/lib",
                        "-Dyodel.service.jvm=-XX:+UseParallelGC -Xms256m -Xmx512m -Xmn128m -XX:+ExitOnOutOfMemoryError")
                .endsWith("dev.yodel.loadtest.Yodel", "demo", "--duration", "10s");
    }

    @Test
    void flags_of_the_user_replace_collector_and_heap() throws Exception {
        house.built();
        house.with("JAVA_HOME", house.jdk("jdk", "99")).with("YODEL_JAVA_OPTS", "-XX:+UseZGC -Xmx2g");

        assertThat(house.yodel("load").out())
                .contains("-XX:+UseZGC", "-Xmx2g")
                .doesNotContain("-XX:+UseParallelGC", "-Xmx1g");
    }

    @ParameterizedTest
    @CsvSource({"--count 1, true", "--count=1000, true", "--count 1001, false", "--users 1, false"})
    void a_load_of_few_calls_has_the_compiler_that_starts_fast(String flags, boolean fast) throws Exception {
        house.built();
        house.with("JAVA_HOME", house.jdk("jdk", "99"));

        assertThat(house.yodel(("load a:1 " + flags).split(" ")).out().contains("-XX:TieredStopAtLevel=1"))
                .isEqualTo(fast);
    }

    @Test
    void it_works_through_a_link_from_another_folder() throws Exception {
        house.built();
        house.with("JAVA_HOME", house.jdk("jdk", "99"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("y"), Path.of("../a house/yodel"));

        assertThat(house.run(link, elsewhere, "serve").out())
                .contains(house.folder().toRealPath() + "/service/server/target/lib/*");
    }

    @Test
    void what_is_missing_is_built_once_with_the_jdk_that_runs_it() throws Exception {
        Path jdk = house.jdk("jdk", "99");
        house.with("JAVA_HOME", jdk);

        FakeHouse.Run first = house.yodel("demo");
        FakeHouse.Run second = house.yodel("demo");

        assertThat(first.err()).containsExactly("building Yodel (about a minute the first time) ...");
        assertThat(first.out()).startsWith("jdk 99").endsWith("dev.yodel.loadtest.Yodel", "demo");
        assertThat(second.err()).isEmpty();
        assertThat(house.builds())
                .containsExactly(
                        jdk
                                + " -B -q -Dmaven.test.skip=true -Dmaven.javadoc.skip=true package -pl service/server,loadtest/harness -am");
    }

    @Test
    void sources_newer_than_the_program_are_built_again() throws Exception {
        house.built();
        house.with("JAVA_HOME", house.jdk("jdk", "99"));
        house.touch("proto/src/main/Source");

        house.yodel("serve");

        assertThat(house.builds()).singleElement().asString().endsWith("package -pl service/server -am");
    }

    @Test
    void sources_of_other_modules_do_not_matter() throws Exception {
        house.built();
        house.with("JAVA_HOME", house.jdk("jdk", "99"));
        house.touch("loadtest/harness/src/main/Source");

        house.yodel("serve");

        assertThat(house.builds()).isEmpty();
    }

    @Test
    void a_runtime_without_a_compiler_does_not_build() throws Exception {
        Files.delete(house.jdk("jre", "99").resolve("bin/javac"));
        house.with("JAVA_HOME", house.folder().resolve("jre"));
        house.jdk("home/.sdkman/candidates/java/98-fake", "98");

        assertThat(house.yodel("serve").out()).startsWith("jdk 98");
        assertThat(house.yodel("serve").out()).startsWith("jdk 99");
    }

    @Test
    void a_build_that_fails_shows_its_errors_and_is_code_1() throws Exception {
        house.with("JAVA_HOME", house.jdk("jdk", "99"));
        house.breakTheBuild();

        FakeHouse.Run run = house.yodel("serve");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .containsExactly(
                        "building Yodel (about a minute the first time) ...",
                        "[ERROR] Main.java:[9,35] incompatible types -> [Help 1]",
                        "yodel: the build failed; its complete output is in "
                                + house.folder().toRealPath() + "/target/yodel-build.log");
    }

    @Test
    void test_runs_every_test_and_passes_arguments_on() throws Exception {
        Path jdk = house.jdk("jdk", "99");
        house.with("JAVA_HOME", jdk);

        house.yodel("test", "-pl", "proto");

        assertThat(house.builds()).containsExactly(jdk + " -B -ntp verify -pl proto");
    }
}
