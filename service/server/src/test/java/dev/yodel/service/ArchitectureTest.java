package dev.yodel.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {

    private static final String ROOT = "dev.yodel.service";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** Methods that make their thread wait. */
    private static final Set<String> WAITING =
            Set.of("sleep", "wait", "join", "await", "awaitTermination", "park", "parkNanos", "acquire", "take");

    static final List<ArchRule> RULES = List.of(
            slices().matching(ROOT + ".(greeting|echo|room)..")
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
                    .resideInAnyPackage(ROOT + ".behavior", ROOT + ".metrics")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ROOT + ".greeting", ROOT + ".echo")
                    .as("behavior and metrics see no feature"),
            noClasses()
                    .that()
                    .resideInAnyPackage(ROOT + ".behavior", ROOT + ".greeting", ROOT + ".echo")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ROOT + ".metrics", "io.micrometer..", "io.grpc.netty..")
                    .as("calls know neither meters nor transport"),
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(YodelServer.class.getName())
                    .and()
                    .doNotHaveFullyQualifiedName(Main.class.getName())
                    .should()
                    .callMethodWhere(DescribedPredicate.describe(
                            "makes its thread wait", (JavaMethodCall call) -> WAITING.contains(call.getName())))
                    .as("nothing waits but the end of the program"),
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class));

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(ArchRule rule) {
        rule.check(MAIN);
    }
}
