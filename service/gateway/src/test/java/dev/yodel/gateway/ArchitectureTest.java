package dev.yodel.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {

    private static final String ROOT = "dev.yodel.gateway";
    private static final int MAX_CLASSES_PER_PACKAGE = 24;

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    static final List<ArchRule> RULES = List.of(
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles(),
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".*")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT)
                    .as("parts never see the composition root"),
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".json")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.linecorp.armeria..", "io.grpc..", "io.netty..")
                    .as("JSON knows neither HTTP nor gRPC"),
            noClasses()
                    .should()
                    .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                            "of the server, but for how it starts a gateway",
                            (JavaClass other) -> other.getPackageName().startsWith("dev.yodel.service")
                                    && !other.getPackageName().equals("dev.yodel.service.gateway")))
                    .as("the gateway knows the server by its API alone"));

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(ArchRule rule) {
        rule.check(MAIN);
    }

    @Test
    void packages_are_small_and_null_marked() {
        Map<String, Long> sizes = MAIN.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        assertThat(sizes).isNotEmpty().allSatisfy((name, size) -> {
            assertThat(size).as(name).isLessThanOrEqualTo(MAX_CLASSES_PER_PACKAGE);
            assertThat(MAIN.getPackage(name).isAnnotatedWith(NullMarked.class))
                    .as(name)
                    .isTrue();
        });
    }
}
