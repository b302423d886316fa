package dev.yodel.loadtest.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceCommandLineTest {

    private static final List<String> PROPERTIES = List.of("yodel.service.lib", "yodel.java", "yodel.service.jvm");

    private final List<String> before =
            PROPERTIES.stream().map(name -> System.getProperty(name, "")).toList();

    @AfterEach
    void restore() {
        for (int i = 0; i < PROPERTIES.size(); i++) {
            System.setProperty(PROPERTIES.get(i), before.get(i));
        }
        System.clearProperty("yodel.java");
    }

    @Test
    void runs_the_service_as_the_launcher_defines() {
        System.setProperty("yodel.service.lib", "service/lib");
        System.setProperty("yodel.java", "/jdk/bin/java");
        System.setProperty("yodel.service.jvm", " -XX:+UseParallelGC  -Xmx512m ");

        assertThat(ServiceCommandLine.of(50051, 0))
                .startsWith("/jdk/bin/java", "-XX:+UseParallelGC", "-Xmx512m", "-cp")
                .contains("service/lib" + File.separator + "*", "dev.yodel.service.Main")
                .containsSequence("--host", "127.0.0.1", "--port", "50051", "--metrics-port", "0");
    }

    @Test
    void defaults_to_this_jvm_without_flags() {
        System.setProperty("yodel.service.lib", "lib");
        System.setProperty("yodel.service.jvm", "");
        System.clearProperty("yodel.java");

        assertThat(ServiceCommandLine.of(0, 0))
                .startsWith(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-cp");
    }

    @Test
    void requires_the_folder_of_the_service() {
        System.setProperty("yodel.service.lib", "");

        assertThatThrownBy(() -> ServiceCommandLine.of(0, 0))
                .hasMessage(
                        "yodel.service.lib: not set (expected: the folder of the service's jars, or --target host:port)");
    }
}
