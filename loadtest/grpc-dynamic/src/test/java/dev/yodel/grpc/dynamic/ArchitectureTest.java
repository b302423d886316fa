package dev.yodel.grpc.dynamic;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "dev.yodel.grpc.dynamic";
    private static final int MAX_CLASSES_PER_PACKAGE = 24;

    /** All public types. A type that only this module uses belongs in {@link #INTERNALS}, which should not grow. */
    private static final Set<String> API = Set.of(
            "Schema",
            "DynamicMethod",
            "SchemaException",
            "MessageTemplate",
            "RequestTemplates",
            "JsonPrinter",
            "FieldPath",
            "ProtoFiles",
            "ReflectionClient",
            "ReflectionLimits");

    private static final Set<String> INTERNALS = Set.of("FileLinker", "WellKnownTypes");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages(ROOT + ".schema", ROOT + ".json", ROOT + ".path", ROOT + ".parser", ROOT + ".reflection");

    @Test
    void packages_have_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void templates_paths_and_the_parser_depend_on_the_schema_alone() {
        for (String leaf : Set.of("json", "path", "parser", "reflection")) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + leaf)
                    .should()
                    .dependOnClassesThat(resideInAPackage(ROOT + "..")
                            .and(not(resideInAPackage(ROOT + "." + leaf)))
                            .and(not(resideInAPackage(ROOT + ".schema"))))
                    .check(CLASSES);
        }
    }

    @Test
    void the_module_does_not_know_Gatling_or_the_rest_of_Yodel() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.gatling..",
                        "scala..",
                        "dev.yodel.v1..",
                        "dev.yodel.service..",
                        "dev.yodel.loadtest..",
                        "dev.yodel.gatling..")
                .check(CLASSES);
    }

    @Test
    void packages_are_small() {
        Map<String, Long> sizes = CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()));
        assertThat(sizes)
                .hasSize(5)
                .allSatisfy((room, size) -> assertThat(size).as(room).isLessThanOrEqualTo(MAX_CLASSES_PER_PACKAGE));
    }

    @Test
    void few_types_are_public() {
        assertThat(CLASSES.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName)
                        .filter(type -> !INTERNALS.contains(type))
                        .collect(Collectors.toSet()))
                .isEqualTo(API);
    }

    @Test
    void nothing_sleeps() {
        noClasses()
                .should()
                .callMethodWhere(target(owner(assignableTo(Thread.class))).and(target(name("sleep"))))
                .check(CLASSES);
    }

    @Test
    void nothing_waits_for_a_future() {
        noClasses()
                .should()
                .callMethodWhere(target(owner(assignableTo(Future.class))).and(target(name("get"))))
                .orShould()
                .callMethodWhere(target(owner(assignableTo(Future.class))).and(target(name("join"))))
                .check(CLASSES);
    }

    @Test
    void nothing_static_changes() {
        fields().that()
                .areStatic()
                .should()
                .beFinal()
                .andShould()
                .notHaveRawType(resideInAPackage("java.util.concurrent..").and(not(simpleNameEndingWith("Updater"))))
                .check(CLASSES);
    }
}
