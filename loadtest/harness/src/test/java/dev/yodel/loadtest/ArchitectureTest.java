package dev.yodel.loadtest;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses HARNESS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.yodel.loadtest");

    @Test
    void uses_the_root_package_of_the_protocol_alone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.yodel.gatling.grpc.call..",
                        "dev.yodel.gatling.grpc.channel..",
                        "dev.yodel.gatling.grpc.check..",
                        "dev.yodel.gatling.grpc.protocol..",
                        "dev.yodel.gatling.grpc.record..",
                        "dev.yodel.gatling.grpc.schema..")
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
    void only_scenarios_know_yodels_api() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.yodel.loadtest.scenario..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.yodel.v1..")
                .check(HARNESS);
    }

    @Test
    void only_the_programs_know_picocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.yodel.loadtest")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(HARNESS);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.yodel.loadtest.(*)..").should().beFreeOfCycles().check(HARNESS);
    }

    @Test
    void plan_knows_no_other_package() {
        classes()
                .that()
                .resideInAPackage("dev.yodel.loadtest.plan..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.yodel.loadtest.plan..", "java..", "io.grpc", "org.jspecify.annotations")
                .check(HARNESS);
    }

    /** Two runs in one JVM don't meet: but for where Gatling leaves no other way, and it is told by its run's id. */
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
