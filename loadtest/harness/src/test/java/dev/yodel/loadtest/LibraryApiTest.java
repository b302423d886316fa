package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.model.JApiClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The API of the libraries for others, compared with that which has landed: nothing is removed or changed. An intended
 * change is landed by {@code ./yodel test -pl loadtest/harness -am -Dtest=LibraryApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dyodel.api.land=true}, with a line in
 * the changelog.
 */
class LibraryApiTest {

    @TempDir
    Path folder;

    /** A library, and the classes that others may use. */
    enum Library {
        GATLING_GRPC(
                "gatling-grpc",
                "dev/yodel/gatling/grpc/(\\w+|schedule/\\w+|stats/\\w+|check/GrpcResponse|protocol/SchemaSource)"),
        GRPC_DYNAMIC(
                "grpc-dynamic",
                "dev/yodel/grpc/dynamic/(schema/(Schema|DynamicMethod|SchemaException)|json/(MessageTemplate|RequestTemplates|JsonPrinter)"
                        + "|path/FieldPath|parser/ProtoFiles|reflection/(ReflectionClient|ReflectionLimits))");

        private final Path module;
        private final Pattern api;

        Library(String module, String api) {
            this.module = Path.of("..", module);
            this.api = Pattern.compile(api + "(\\$[\\w$]+)?\\.class");
        }

        Path landed() {
            return module.resolve("landed/api.jar");
        }

        /** Writes a jar of the classes built, each changed by the function. */
        Path write(Path jar, UnaryOperator<byte[]> change) throws IOException {
            Path classes = module.resolve("target/classes");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                    Stream<Path> files = Files.walk(classes)) {
                zip.setLevel(9);
                for (Path file : files.sorted().toList()) {
                    String name = classes.relativize(file).toString().replace('\\', '/');
                    if (api.matcher(name).matches()) {
                        ZipEntry entry = new ZipEntry(name);
                        entry.setLastModifiedTime(FileTime.fromMillis(0)); // the same classes make the same jar
                        zip.putNextEntry(entry);
                        zip.write(change.apply(Files.readAllBytes(file)));
                    }
                }
            }
            return jar;
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_that_has_landed_is_removed_or_changed(Library library) throws IOException {
        if (Boolean.getBoolean("yodel.api.land")) {
            Files.createDirectories(library.landed().getParent());
            library.write(library.landed(), bytes -> bytes);
        }

        Path built = library.write(folder.resolve("built.jar"), bytes -> bytes);

        assertThat(incompatible(library.landed(), built)).isEmpty();
    }

    @Test
    void a_public_method_that_is_removed_is_seen() throws IOException {
        Path built = Library.GATLING_GRPC.write(
                folder.resolve("without.jar"), bytes -> replace(bytes, "halfClose", "halfClosf"));

        assertThat(incompatible(Library.GATLING_GRPC.landed(), built))
                .anyMatch(change -> change.contains("METHOD_REMOVED"));
    }

    @Test
    void a_public_class_that_is_removed_is_seen() throws IOException {
        Path empty = folder.resolve("empty.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(empty))) {
            zip.putNextEntry(new ZipEntry("META-INF/"));
        }

        assertThat(incompatible(Library.GRPC_DYNAMIC.landed(), empty))
                .anyMatch(change -> change.startsWith("dev.yodel.grpc.dynamic.schema.Schema:"));
    }

    /** The incompatible changes from one jar to another, a line for each class. */
    private static List<String> incompatible(Path landed, Path built) {
        JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
        options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
        List<JApiClass> classes = new JarArchiveComparator(options)
                .compare(new JApiCmpArchive(landed.toFile(), "landed"), new JApiCmpArchive(built.toFile(), "built"));
        return classes.stream()
                .filter(type -> !type.isBinaryCompatible() || !type.isSourceCompatible())
                .map(LibraryApiTest::describe)
                .toList();
    }

    private static String describe(JApiClass type) {
        List<String> methods = type.getMethods().stream()
                .filter(method -> !method.isBinaryCompatible() || !method.isSourceCompatible())
                .map(method -> method.getName() + " " + method.getCompatibilityChanges())
                .toList();
        return "%s: %s %s".formatted(type.getFullyQualifiedName(), type.getCompatibilityChanges(), methods);
    }

    /** Names of one length leave a class file as valid as it was. */
    private static byte[] replace(byte[] bytes, String name, String by) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replace(name, by).getBytes(StandardCharsets.ISO_8859_1);
    }
}
