package dev.yodel.loadtest;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses HARNESS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.yodel.loadtest");

    private static final List<String> ROOMS = List.of(
            "plan",
            "result",
            "health",
            "verdict",
            "run",
            "live",
            "engine",
            "cli",
            "report",
            "compare",
            "search",
            "target",
            "call",
            "chat",
            "distributed");

    @Test
    void uses_only_the_public_packages_of_the_protocol() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.yodel.gatling.grpc.call..",
                        "dev.yodel.gatling.grpc.channel..",
                        "dev.yodel.gatling.grpc.check..",
                        "dev.yodel.gatling.grpc.protocol..",
                        "dev.yodel.gatling.grpc.action..",
                        "dev.yodel.gatling.grpc.bridge..")
                .check(HARNESS);
    }

    /** So a preflight check and a call describe a failed connection in the same words. */
    @Test
    void only_the_preflight_check_uses_the_outcomes_of_the_protocol() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.yodel.loadtest.target")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.yodel.gatling.grpc.outcome..")
                .check(HARNESS);
    }

    @Test
    void knows_nothing_of_the_service() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.yodel.service..")
                .check(HARNESS);
    }

    @Test
    void only_scenarios_and_the_chat_know_yodels_api() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.yodel.loadtest.engine.scenario..", "dev.yodel.loadtest.chat..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.yodel.v1..")
                .check(HARNESS);
    }

    @Test
    void only_the_command_line_knows_picocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.yodel.loadtest.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(HARNESS);
    }

    /** A first look at a service starts without Gatling. */
    @Test
    void single_calls_use_no_class_of_gatling() {
        noClasses()
                .that()
                .resideInAPackage("dev.yodel.loadtest.call..")
                .or()
                .resideInAPackage("dev.yodel.loadtest.target..")
                .or()
                .haveSimpleName("CallCommand")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.gatling..", "dev.yodel.loadtest.engine..", "dev.yodel.gatling.grpc")
                .check(HARNESS);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.yodel.loadtest.(*)..").should().beFreeOfCycles().check(HARNESS);
        slices().matching("dev.yodel.loadtest.(**)").should().beFreeOfCycles().check(HARNESS);
    }

    /** plan ← result ← health ← verdict ← run ← live ← engine ← cli: the left is seen by the right, never the reverse. */
    @Test
    void rooms_see_only_the_rooms_on_their_left() {
        sees("plan");
        sees("result", "plan");
        sees("health", "plan", "result");
        sees("verdict", "plan", "result", "health");
        sees("run", "plan", "result", "health", "verdict");
        sees("live", "plan", "result", "health", "verdict", "run");
        sees("engine", "plan", "result", "health", "verdict", "run", "live", "report");
        sees("distributed", "plan", "result", "verdict", "run", "report");
        sees("target", "plan");
        sees("call");
        sees("chat");
    }

    @Test
    void reports_see_result_and_verdict_and_the_plan_in_them() {
        sees("report", "plan", "result", "verdict", "compare", "search");
        sees("compare", "plan", "result");
        sees("search");
    }

    /** How much one can overlook; package-info is not counted. */
    @Test
    void no_package_has_more_than_24_classes() {
        Map<String, Long> sizes = HARNESS.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()));

        assertThat(sizes)
                .isNotEmpty()
                .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(24));
    }

    @Test
    void every_package_is_null_marked() {
        assertThat(HARNESS.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allMatch(room -> room.isAnnotatedWith(NullMarked.class));
    }

    @Test
    void plan_knows_no_other_package() {
        classes()
                .that()
                .resideInAPackage("dev.yodel.loadtest.plan..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.yodel.loadtest.plan..",
                        "java..",
                        "io.grpc",
                        "io.grpc.health.v1", // a schema that every service may have
                        "com.google.common.net",
                        "dev.yodel.gatling.grpc.config", // metadata rules
                        "dev.yodel.grpc.dynamic..", // JSON
                        "com.google.protobuf", // binary messages
                        "com.fasterxml.jackson.core..", // rows and plans in files
                        "com.fasterxml.jackson.databind..",
                        "com.fasterxml.jackson.dataformat.yaml..",
                        "org.jspecify.annotations")
                .check(HARNESS);
    }

    private static void sees(String room, String... others) {
        String[] unseen = ROOMS.stream()
                .filter(other -> !other.equals(room) && !List.of(others).contains(other))
                .map(other -> "dev.yodel.loadtest." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("dev.yodel.loadtest." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(unseen)
                .check(HARNESS);
    }

    /** Two runs in one JVM never meet. The exception is where Gatling leaves no other way; it is keyed by run id. */
    @Test
    void nothing_static_changes() {
        fields().that()
                .areDeclaredInClassesThat()
                .doNotHaveSimpleName("PreparedRuns")
                .and()
                .areStatic()
                .should()
                .beFinal()
                .andShould()
                .notHaveRawType(resideInAPackage("java.util.concurrent..").and(not(simpleNameEndingWith("Updater"))))
                .check(HARNESS);
    }
}
