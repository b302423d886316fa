package dev.yodel.gatling.grpc.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.core.CoreComponents;
import org.junit.jupiter.api.Test;

class SupportedGatlingTest {

    @Test
    void another_version_is_named_with_those_that_are_supported() {
        assertThat(SupportedGatling.warning("3.14.9"))
                .isEqualTo("Gatling: 3.14.9 (expected: 3.15.x, which this version of yodel-gatling-grpc supports;"
                        + " another may fail)");
        assertThat(SupportedGatling.warning("3.150.0")).isNotNull();
        assertThat(SupportedGatling.warning("4.0.0")).isNotNull();
    }

    @Test
    void the_version_that_the_tests_run_on_is_supported() {
        String version = CoreComponents.class.getPackage().getImplementationVersion();

        assertThat(version).isNotNull();
        assertThat(SupportedGatling.warning(version)).isNull();
    }

    @Test
    void an_unknown_version_is_not_guessed_about() {
        assertThat(SupportedGatling.warning(null)).isNull();
    }
}
