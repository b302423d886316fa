package dev.yodel.loadtest.plan.expectation;

import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is expected of a run.
 *
 * @param expectations each of them must be met
 * @param asked whether they were asked for; otherwise they are those that hold by default
 * @param abort whether to end the run when one is clearly missed
 */
public record Goals(List<Expectation> expectations, boolean asked, boolean abort) {

    /** Nothing is expected. */
    public static final Goals NONE = new Goals(List.of(), false, false);

    /** What is expected of a load where nothing else is asked for. */
    public static final Goals DEFAULT = new Goals(List.of(Expectation.parse("failed < 1%")), false, false);

    public Goals {
        expectations = List.copyOf(expectations);
    }

    /**
     * Checks that every request and every stage that an expectation names is in the plan.
     *
     * @throws IllegalArgumentException if not
     */
    public void check(LoadPlan plan) {
        List<String> names = plan.requests().stream().map(RequestPlan::name).toList();
        for (Expectation expectation : expectations) {
            String request = expectation.request();
            if (request != null && !names.contains(request)) {
                throw new IllegalArgumentException("--expect: %s: request %s (expected: %s)"
                        .formatted(expectation, request, String.join(" or ", names)));
            }
            checkStage(expectation, plan);
        }
    }

    private static void checkStage(Expectation expectation, LoadPlan plan) {
        Integer stage = expectation.stage();
        if (stage == null) {
            return;
        }
        int stages = plan.requests().stream()
                .filter(request ->
                        expectation.request() == null || request.name().equals(expectation.request()))
                .map(request -> request.arrival().profile())
                .filter(Objects::nonNull)
                .mapToInt(profile -> profile.stages().size())
                .max()
                .orElse(0);
        if (stages == 0) {
            throw new IllegalArgumentException(
                    "--expect: %s: stage %d (expected: a load in stages, such as --rate '100/20s, 200/20s')"
                            .formatted(expectation, stage));
        }
        if (stage > stages) {
            throw new IllegalArgumentException("--expect: %s: stage %d (expected: 1 to %d, the stages of the load)"
                    .formatted(expectation, stage, stages));
        }
    }

    /** Those of the whole run, and of no stage. */
    public List<Expectation> ofWholeRun() {
        return expectations.stream()
                .filter(expectation -> expectation.stage() == null)
                .toList();
    }

    /** The numbers of the stages that something is expected of. */
    public Set<Integer> stages() {
        return expectations.stream()
                .map(Expectation::stage)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }
}
