package dev.yodel.gatling.grpc;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameContaining;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The rules of the module, as ARCHITECTURE.md gives them. */
class ArchitectureTest {

    private static final String ROOT = "dev.yodel.gatling.grpc";
    private static final int MAX_CLASSES = 24;
    private static final int MAX_CLASSES_OF_THE_LANGUAGE = 30;

    /** What Gatling offers to scenarios, and the types that a protocol, an action and a check must implement or receive. */
    private static final String[] GATLING_FOR_PROTOCOLS = {
        "io.gatling.javaapi.core",
        "io.gatling.commons.validation",
        "io.gatling.core",
        "io.gatling.core.action",
        "io.gatling.core.action.builder",
        "io.gatling.core.check",
        "io.gatling.core.config",
        "io.gatling.core.protocol",
        "io.gatling.core.session",
        "io.gatling.core.structure",
    };

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
    void packages_have_no_cycles() {
        check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void nothing_below_the_root_depends_on_the_language() {
        check(noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT));
    }

    @Test
    void packages_are_layers() {
        check(layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .layer("language")
                .definedBy(ROOT)
                .layer("action")
                .definedBy(ROOT + ".action")
                .layer("call")
                .definedBy(ROOT + ".call")
                .layer("protocol")
                .definedBy(ROOT + ".protocol")
                .layer("channel, outcome, check")
                .definedBy(ROOT + ".channel", ROOT + ".outcome", ROOT + ".check")
                .layer("bridge, config")
                .definedBy(ROOT + ".bridge", ROOT + ".config")
                .layer("stats, schedule")
                .definedBy(ROOT + ".stats", ROOT + ".schedule")
                .whereLayer("language")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("action")
                .mayOnlyBeAccessedByLayers("language")
                .whereLayer("call")
                .mayOnlyBeAccessedByLayers("action", "language")
                .whereLayer("protocol")
                .mayOnlyBeAccessedByLayers("call", "action", "language")
                .whereLayer("channel, outcome, check")
                .mayOnlyBeAccessedByLayers("protocol", "call", "action", "language")
                .whereLayer("bridge, config")
                .mayOnlyBeAccessedByLayers("channel, outcome, check", "protocol", "call", "action", "language"));
    }

    @Test
    void no_package_has_too_many_classes() {
        Map<String, Long> sizes = CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()));

        assertThat(sizes)
                .isNotEmpty()
                .allSatisfy((name, size) -> assertThat(size)
                        .as(name)
                        .isLessThanOrEqualTo(name.equals(ROOT) ? MAX_CLASSES_OF_THE_LANGUAGE : MAX_CLASSES));
    }

    @Test
    void stats_settings_and_channels_know_nothing_of_Gatling() {
        check(noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".stats..", ROOT + ".config..", ROOT + ".channel..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gatling.."));
    }

    /** A schedule may last as long as a function of the session says. */
    @Test
    void schedules_know_nothing_of_Gatling_but_the_session_of_its_Java_API() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + ".schedule..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.gatling..").and(not(name("io.gatling.javaapi.core.Session")))));
    }

    @Test
    void only_the_bridge_touches_what_Gatling_does_not_offer_to_protocols() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".bridge..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.gatling..").and(not(resideInAnyPackage(GATLING_FOR_PROTOCOLS)))));
    }

    @Test
    void Scalas_mangled_names_are_in_one_file() {
        check(methods()
                .that(nameContaining("$$super$$"))
                .should()
                .beDeclaredInClassesThat()
                .haveNameMatching(".*ScalaActionBridge.*"));
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
                .resideOutsideOfPackage(ROOT + ".protocol")
                .should()
                .callMethodWhere(target(owner(assignableTo(Future.class))).and(target(name("get"))))
                .orShould()
                .callMethodWhere(target(owner(assignableTo(Future.class))).and(target(name("join")))));
    }

    /** Two runs in one JVM are independent. */
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
