package dev.yodel.service.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips or fails the tests that {@link NeedsProgram} marks. */
final class NeedsProgramCondition implements ExecutionCondition {

    private final Map<String, String> environment;

    private final Path skipped;

    NeedsProgramCondition() {
        this(System.getenv(), Path.of("target", "not-installed.txt"));
    }

    /** @param skipped gets a line for each test that is skipped; the build ends with those of all modules */
    NeedsProgramCondition(Map<String, String> environment, Path skipped) {
        this.environment = environment;
        this.skipped = skipped;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), NeedsProgram.class)
                .map(needs -> evaluate(context.getDisplayName(), needs.value()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("needs no program"));
    }

    ConditionEvaluationResult evaluate(String test, String... programs) {
        List<String> absent = new ArrayList<>();
        for (String program : programs) {
            if (Programs.find(program, environment).isEmpty()) {
                absent.add(program);
            }
        }
        if (absent.isEmpty()) {
            return ConditionEvaluationResult.enabled("all programs are installed");
        }
        String names = String.join(", ", absent);
        if ("true".equals(environment.get("CI"))) {
            throw new ExtensionConfigurationException(
                    "not installed: " + names + " (expected: on the PATH, because CI=true)");
        }
        System.out.println("SKIPPED, not installed: " + names);
        try {
            Files.writeString(
                    skipped, test + " (" + names + ")\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ConditionEvaluationResult.disabled("not installed: " + names);
    }
}
