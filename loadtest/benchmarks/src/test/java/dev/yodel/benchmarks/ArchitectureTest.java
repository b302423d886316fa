package dev.yodel.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {

    private static final String ROOT = "dev.yodel.benchmarks";
    private static final long MAX_CLASSES = 24;

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
                    .as("packages do not depend on the program"),
            noClasses()
                    .that()
                    .resideInAnyPackage(ROOT + ".bare", ROOT + ".load")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.gatling..", "dev.yodel.gatling..", "dev.yodel.loadtest..")
                    .as("the baseline does not depend on the code that is measured"),
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class));

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(ArchRule rule) {
        rule.check(MAIN);
    }

    @Test
    void no_package_has_more_than_24_classes() {
        Map<String, Long> classes = MAIN.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()));

        assertThat(classes)
                .containsKey(ROOT)
                .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MAX_CLASSES));
    }
}
