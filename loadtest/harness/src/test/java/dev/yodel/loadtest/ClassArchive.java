package dev.yodel.loadtest;

import dev.yodel.loadtest.target.ServiceProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * The loaded classes of a short load, from which every program of these tests starts: in 1.6 s instead of 4. It is made
 * anew when a jar changes. A JVM that does not accept it starts without it.
 */
final class ClassArchive {

    private static final Path FOLDER = Path.of("target").toAbsolutePath();

    private ClassArchive() {}

    /** The flags of a JVM that starts from it, class path included. */
    static synchronized List<String> flags(Path lib) throws IOException {
        String classPath = classPath(lib);
        long hash = classPath.hashCode();
        for (String jar : classPath.split(File.pathSeparator)) {
            hash = hash * 31 + Files.getLastModifiedTime(Path.of(jar)).toMillis();
        }
        Path archive = FOLDER.resolve("%016x-%s.jsa".formatted(hash, System.getProperty("java.version")));
        if (!Files.exists(archive)) {
            create(archive, classPath);
        }
        return Stream.concat(common(classPath), Stream.of("-XX:SharedArchiveFile=" + archive))
                .toList();
    }

    private static Stream<String> common(String classPath) {
        // The first compiler alone: these programs live for seconds.
        return Stream.of(
                "-XX:+UseParallelGC",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-cp",
                classPath);
    }

    private static String classPath(Path lib) throws IOException {
        try (Stream<Path> jars = Files.list(lib)) {
            return String.join(
                    File.pathSeparator,
                    jars.filter(file -> file.toString().endsWith(".jar"))
                            .map(Path::toString)
                            .sorted()
                            .toList());
        }
    }

    private static void create(Path archive, String classPath) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(FOLDER), "class-archive");
        Path unfinished = folder.resolve("unfinished.jsa");
        try (ServiceProcess service = ServiceProcess.start(0, 0, folder.resolve("service.log"))) {
            String target =
                    service.started().toCompletableFuture().get().target().toString();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:ArchiveClassesAtExit=" + unfinished));
            common(classPath).forEach(command::add);
            command.addAll(List.of(Yodel.class.getName(), "load", target, "--call", "yodel.v1.EchoService/Echo"));
            command.addAll(List.of("--count", "10", "--warm-up", "0s", "--live-port", "0", "--out", "out"));
            new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out.txt").toFile())
                    .start()
                    .waitFor();
            Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
