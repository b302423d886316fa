package dev.yodel.loadtest.verdict;

import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.result.merge.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges a merged result: INVALID if a part is missing or twice there, SUSPECT if a part is, or if the parts did not run at
 * the same time.
 */
public final class MergeVerdict {

    private static final Pattern PART = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    private MergeVerdict() {}

    /** What makes the result invalid: parts that are twice there, and those that the label {@code part=K/N} lacks. */
    public static List<String> faults(List<Part> parts) {
        List<String> faults = new ArrayList<>();
        Map<String, String> runs = new HashMap<>();
        Map<Integer, String> numbers = new TreeMap<>();
        int most = 0;
        for (Part part : parts) {
            String runId = part.result().info().runId();
            String twin = runs.putIfAbsent(runId, part.name());
            if (twin != null) {
                faults.add("%s: the same run as %s (expected: each part once)".formatted(part.name(), twin));
            }
            Matcher label = PART.matcher(part.result().info().labels().getOrDefault("part", ""));
            if (label.matches()) {
                String other = numbers.putIfAbsent(Integer.valueOf(label.group(1)), part.name());
                if (other != null && twin == null) {
                    faults.add("%s: part %s like %s (expected: each part once)"
                            .formatted(part.name(), label.group(), other));
                }
                most = Math.max(most, Integer.parseInt(label.group(2)));
            }
        }
        for (int number = 1; number <= most; number++) {
            if (!numbers.containsKey(number)) {
                faults.add("part %d/%d: missing (expected: %d parts)".formatted(number, most, most));
            }
        }
        return faults;
    }

    /** The merged result with its verdict, compared with what is expected of it. */
    public static JudgedResult judge(RunResult merged, List<Part> parts, List<String> faults, Goals goals) {
        List<String> reasons = new ArrayList<>(faults);
        for (Part part : parts) {
            part.reasons().forEach(reason -> reasons.add(part.name() + ": " + reason));
        }
        reasons.addAll(apart(parts));
        Verdict verdict = faults.isEmpty() ? Verdict.of(reasons) : Verdict.invalid(reasons);
        return new JudgedResult(merged, verdict, goals, ExpectationCheck.results(goals.expectations(), merged));
    }

    private static List<String> apart(List<Part> parts) {
        List<String> reasons = new ArrayList<>();
        Window first = parts.get(0).result().window();
        for (Part part : parts) {
            Window window = part.result().window();
            double seconds =
                    Math.abs(Duration.between(first.start(), window.start()).toMillis()) / 1e3;
            double most = Math.max(
                    Thresholds.APART_SECONDS, Thresholds.APART_SHARE * Math.min(first.seconds(), window.seconds()));
            if (seconds > most) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "%s: its window starts %.1f s apart from that of %s (expected: at most %.1f s; are the clocks"
                                + " synchronised?)",
                        part.name(),
                        seconds,
                        parts.get(0).name(),
                        most));
            }
        }
        return reasons;
    }
}
