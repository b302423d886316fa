package dev.yodel.monitoring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where this module ends. */
class ModuleTest {

    @Test
    void service_and_harness_are_met_as_programs_not_as_libraries() {
        noClasses()
                .that()
                .resideInAPackage("dev.yodel.monitoring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.yodel.service..", "dev.yodel.loadtest..", "dev.yodel.gatling..")
                .because("what is monitored is what a program shows from outside")
                .check(new ClassFileImporter().importPath(Path.of("target", "test-classes")));
    }
}
