package dev.yodel.loadtest.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the launcher in a folder laid out like the repository, with stub JDKs and a stub Maven that record what the
 * launcher starts; nothing is built. The name of the folder contains a space.
 */
final class FakeHouse {

    /** What a run of the launcher left behind. */
    record Run(int exitCode, List<String> out, List<String> err, long pid) {}

    private static final String STUB_MAVEN = """
            #!/bin/sh
            echo "$JAVA_HOME $*" >>"%1$s/mvn.log"
            if [ -f "%1$s/broken" ]; then
                echo '[ERROR] Main.java:[9,35] incompatible types -> [Help 1]'
                echo '[ERROR] To see the full stack trace'
                exit 1
            fi
            for module in service/server loadtest/harness; do
                mkdir -p "$module/target/lib"
                touch "$module/target/lib/yodel-$(basename "$module" | sed -e s/harness/loadtest/ -e s/server/service/)-1.jar"
            done
            """;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    FakeHouse(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("a house").toAbsolutePath());
        Files.copy(Path.of("../../yodel"), this.folder.resolve("yodel"));
        for (String module : List.of(
                "proto", "service/server", "loadtest/grpc-dynamic", "loadtest/gatling-grpc", "loadtest/harness")) {
            write(module + "/pom.xml", "");
            write(module + "/src/main/Source", "");
        }
        write("pom.xml", "");
        script("bin/mvn", STUB_MAVEN.formatted(this.folder));
        environment.put("PATH", this.folder.resolve("bin") + ":/usr/bin:/bin");
        environment.put("HOME", this.folder.resolve("home").toString());
    }

    Path folder() {
        return folder;
    }

    /** Adds a JDK that prints its version and its arguments, a line each, and ends with code 7. */
    Path jdk(String where, String version) throws IOException {
        write(where + "/release", "IMPLEMENTOR=\"Fake\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(where + "/bin/javac", "#!/bin/sh\n");
        script(where + "/bin/java", "#!/bin/sh\nprintf '%s\\n' \"jdk " + version + "\" \"pid $$\" \"$@\"\nexit 7\n");
        return folder.resolve(where);
    }

    FakeHouse with(String variable, Object value) {
        environment.put(variable, value.toString());
        return this;
    }

    /** Gives the programs the look of having been built just now. */
    FakeHouse built() throws IOException {
        write("service/server/target/lib/yodel-service-1.jar", "");
        write("loadtest/harness/target/lib/yodel-loadtest-1.jar", "");
        return this;
    }

    /** Dates a file a minute ahead of all others. */
    void touch(String name) throws IOException {
        Files.setLastModifiedTime(
                folder.resolve(name), FileTime.from(Instant.now().plusSeconds(60)));
    }

    void breakTheBuild() throws IOException {
        write("broken", "");
    }

    /** The command lines of all builds so far, each after the JDK's folder. */
    List<String> builds() throws IOException {
        Path log = folder.resolve("mvn.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    Run yodel(String... arguments) throws IOException, InterruptedException {
        return run(folder.resolve("yodel"), folder, arguments);
    }

    Run run(Path launcher, Path in, String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(launcher.toString())
                .directory(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the launcher still ran after 30 s: " + builder.command());
        }
        return new Run(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err), process.pid());
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void script(String name, String text) throws IOException {
        write(name, text);
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
