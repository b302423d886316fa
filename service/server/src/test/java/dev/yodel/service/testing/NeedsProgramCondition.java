package dev.yodel.service.testing;

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

    NeedsProgramCondition() {
        this(System.getenv());
    }

    NeedsProgramCondition(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), NeedsProgram.class)
                .map(needs -> evaluate(needs.value()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("needs no program"));
    }

    ConditionEvaluationResult evaluate(String... programs) {
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
        return ConditionEvaluationResult.disabled("not installed: " + names);
    }
}
