package dev.yodel.gatling.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.javaapi.core.ActionBuilder;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The golden page shows all of the language. */
class GrpcDslPageTest {

    private static final Path PAGE = Path.of("src/test/java/dev/yodel/gatling/grpc/GrpcDslCompileTest.java");
    private static final Path LANGUAGE = Path.of("target/classes/dev/yodel/gatling/grpc");

    /** What Gatling asks of a builder. */
    private static final Set<String> FOR_GATLING =
            Set.of("protocol", "asScala", "toString", "target", "load", "method");

    @Test
    void every_word_is_on_it() throws IOException {
        String page = Files.readString(PAGE);

        Set<String> missing = new TreeSet<>();
        for (Class<?> builder : builders()) {
            for (Method method : builder.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())
                        && !method.isSynthetic()
                        && !FOR_GATLING.contains(method.getName())
                        && !page.contains(method.getName() + "(")) {
                    missing.add(builder.getSimpleName() + "." + method.getName());
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    /** The entry, and whatever it leads to. */
    private static List<Class<?>> builders() throws IOException {
        try (var files = Files.list(LANGUAGE)) {
            List<Class<?>> found = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("Grpc") && name.endsWith(".class"))
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .filter(type -> !type.isInterface() && !type.isRecord())
                    .toList();
            assertThat(found).contains(GrpcDsl.class, GrpcProtocolBuilder.class);
            assertThat(found)
                    .anyMatch(type -> Arrays.asList(type.getInterfaces()).contains(ActionBuilder.class));
            return found;
        }
    }

    private static Class<?> load(String name) {
        try {
            return Objects.requireNonNull(Class.forName(GrpcDsl.class.getPackageName() + "." + name));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
