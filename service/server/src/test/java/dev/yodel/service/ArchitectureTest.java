package dev.yodel.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.yodel.service.accesslog.AccessLog;
import dev.yodel.service.lifecycle.ServerLifecycle;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {

    private static final String ROOT = "dev.yodel.service";
    private static final int MAX_CLASSES_PER_PACKAGE = 24;

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** Methods that block their thread. */
    private static final Set<String> BLOCKING =
            Set.of("sleep", "wait", "join", "await", "awaitTermination", "park", "parkNanos", "acquire", "take");

    static final List<ArchRule> RULES = List.of(
            slices().matching(ROOT + ".(greeting|echo|room|sequence|admin)..")
                    .should()
                    .notDependOnEachOther()
                    .as("features never see each other"),
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
                    .resideOutsideOfPackages(
                            ROOT,
                            ROOT + ".greeting",
                            ROOT + ".echo",
                            ROOT + ".room",
                            ROOT + ".sequence",
                            ROOT + ".admin")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            ROOT + ".greeting", ROOT + ".echo", ROOT + ".room", ROOT + ".sequence", ROOT + ".admin")
                    .as("only the composition root sees features"),
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            ROOT + ".call",
                            ROOT + ".behavior",
                            ROOT + ".info",
                            ROOT + ".greeting",
                            ROOT + ".echo",
                            ROOT + ".room",
                            ROOT + ".sequence")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            ROOT + ".metrics",
                            ROOT + ".settings",
                            ROOT + ".lifecycle",
                            "io.micrometer..",
                            "io.grpc.netty..",
                            "picocli..")
                    .as("calls know neither meters nor settings nor transport"),
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".settings")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("picocli..")
                    .as("only settings know the command line"),
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(YodelServer.class.getName())
                    .and()
                    .doNotHaveFullyQualifiedName(ServerLifecycle.class.getName())
                    .and()
                    .doNotHaveFullyQualifiedName(Main.class.getName())
                    .and()
                    .doNotHaveFullyQualifiedName(AccessLog.class.getName())
                    .should()
                    .callMethodWhere(DescribedPredicate.describe(
                            "blocks its thread", (JavaMethodCall call) -> BLOCKING.contains(call.getName())))
                    .as("nothing blocks but the end of the program"),
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class));

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(ArchRule rule) {
        rule.check(MAIN);
    }

    @Test
    void no_package_has_too_many_classes() {
        Map<String, Long> sizes = MAIN.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        assertThat(sizes)
                .hasSizeGreaterThan(7)
                .allSatisfy((name, size) -> assertThat(size).isLessThanOrEqualTo(MAX_CLASSES_PER_PACKAGE));
    }

    @Test
    void every_package_has_a_null_marked_package_info() {
        Set<String> packages = MAIN.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(packages)
                .allSatisfy(
                        name -> assertThat(MAIN.contain(name + ".package-info")).isTrue());
    }
}
