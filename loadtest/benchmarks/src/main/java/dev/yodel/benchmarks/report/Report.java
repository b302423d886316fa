package dev.yodel.benchmarks.report;

import dev.yodel.benchmarks.Benchmark;
import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.Conditions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures, as Markdown: a section for each family, with the conditions that its figures were taken under. */
public final class Report {

    private static final String HEADING = "\n## ";
    private static final List<String> HEAD =
            List.of("| figure | bare | Yodel | ratio | target | |", "| --- | --- | --- | --- | --- | --- |");

    private static final String PREFACE =
            "# Figures\n\nWritten by `loadtest/benchmarks/run`; what they mean stands in the README beside it.\n";

    private final Conditions conditions;
    private final Map<String, String> sections = new LinkedHashMap<>();
    private String last = PREFACE;
    private boolean good = true;

    public Report(Conditions conditions) {
        this.conditions = conditions;
    }

    void add(Benchmark family, List<Figure> figures) {
        List<String> lines = begin(family);
        lines.addAll(HEAD);
        figures.forEach(figure -> lines.add(figure.row()));
        add(family, text(lines));
        good &= figures.stream().allMatch(Figure::isGood);
    }

    /** Has none of a family's figures, and says why. */
    public void addFailed(Benchmark family, BenchmarkException cause) {
        List<String> lines = begin(family);
        lines.add("**failed**: " + cause.firstLine());
        add(family, text(lines));
        good = false;
    }

    /** Whether no family failed and no figure missed its target. */
    public boolean isGood() {
        return good;
    }

    /** What was added last. */
    public String last() {
        return last;
    }

    /** All of it. */
    public String markdown() {
        return PREFACE + String.join("", sections.values());
    }

    /** An earlier report, with these sections in the place of its own. */
    public String within(String earlier) {
        String whole = earlier;
        for (Map.Entry<String, String> section : sections.entrySet()) {
            String heading = heading(section.getKey());
            int begin = whole.indexOf(heading);
            if (begin < 0) {
                throw new BenchmarkException(
                        "report: no section %s (expected: one, of a run of all families)".formatted(section.getKey()));
            }
            int end = whole.indexOf(HEADING, begin + heading.length());
            whole = whole.substring(0, begin) + section.getValue() + (end < 0 ? "" : whole.substring(end));
        }
        return whole;
    }

    private void add(Benchmark family, String section) {
        sections.put(family.name(), section);
        last = section;
    }

    private static String heading(String name) {
        return HEADING + name + "\n";
    }

    private List<String> begin(Benchmark family) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(family.name()));
        conditions.lines().forEach(line -> lines.add("- " + line));
        lines.add("");
        lines.add(family.meaning());
        lines.add("");
        return lines;
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
