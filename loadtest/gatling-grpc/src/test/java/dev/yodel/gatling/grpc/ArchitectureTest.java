package dev.yodel.gatling.grpc;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameContaining;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The rules of the module, as ARCHITECTURE.md gives them. */
class ArchitectureTest {

    private static final String ROOT = "dev.yodel.gatling.grpc";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void the_protocol_knows_nothing_of_Yodels_service_API_or_harness() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.yodel.v1..", "dev.yodel.service..", "dev.yodel.loadtest.."));
    }

    @Test
    void recording_schemas_and_channels_know_nothing_of_Gatling() {
        check(noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".record..", ROOT + ".schema..", ROOT + ".channel..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gatling.."));
    }

    @Test
    void Scalas_mangled_names_stand_in_one_file() {
        check(methods()
                .that(nameContaining("$$super$$"))
                .should()
                .beDeclaredInClassesThat()
                .haveNameMatching(".*ActionLadder.*"));
    }

    @Test
    void nothing_sleeps() {
        check(noClasses()
                .should()
                .callMethodWhere(target(owner(assignableTo(Thread.class))).and(target(name("sleep")))));
    }

    @Test
    void nothing_waits_for_a_future_but_the_start_and_the_end_of_a_run() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".protocol.GrpcComponents")
                .should()
                .callMethodWhere(target(owner(assignableTo(Future.class))).and(target(name("get"))))
                .orShould()
                .callMethodWhere(target(owner(assignableTo(Future.class))).and(target(name("join")))));
    }

    /** Two runs in one JVM don't meet. */
    @Test
    void nothing_static_changes() {
        check(fields().that()
                .areStatic()
                .should()
                .beFinal()
                .andShould()
                .notHaveRawType(resideInAPackage("java.util.concurrent..").and(not(simpleNameEndingWith("Updater")))));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
