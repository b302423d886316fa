package dev.yodel.benchmarks.report;

import dev.yodel.benchmarks.process.BenchmarkException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report in Markdown: one section per benchmark, each with the conditions under which its figures were measured. */
public final class Report {

    private static final String HEADING = "\n## ";
    private static final List<String> TABLE_HEAD =
            List.of("| figure | bare | Yodel | ratio | threshold | |", "| --- | --- | --- | --- | --- | --- |");

    private static final String PREFACE =
            "# Figures\n\nWritten by `loadtest/benchmarks/run`. The README beside this file explains the figures.\n";

    private final List<String> conditions;
    private final Map<String, String> sections = new LinkedHashMap<>();
    private String last = PREFACE;
    private boolean good = true;

    /** Starts a report whose every section states the same conditions, one per line. */
    public Report(List<String> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    /** Adds the section of a benchmark. */
    public void add(String benchmark, String description, List<Figure> figures) {
        List<String> table = new ArrayList<>(TABLE_HEAD);
        figures.forEach(figure -> table.add(figure.row()));
        addSection(benchmark, description, table);
        good &= figures.stream().allMatch(Figure::isGood);
    }

    /** Adds the section of a benchmark that failed, with the cause instead of figures. */
    public void addFailed(String benchmark, String description, BenchmarkException cause) {
        addSection(benchmark, description, List.of("**failed**: " + cause.firstLine()));
        good = false;
    }

    /** Whether no benchmark failed and every figure is {@link Figure#isGood good}. */
    public boolean isGood() {
        return good;
    }

    /** The part that was added last; at first, the preface. */
    public String last() {
        return last;
    }

    /** The whole report. */
    public String markdown() {
        return PREFACE + String.join("", sections.values());
    }

    /** An earlier report whose sections of the same name are replaced by those of this one; new ones follow at its end. */
    public String replacingIn(String earlier) {
        String whole = earlier;
        for (Map.Entry<String, String> section : sections.entrySet()) {
            String heading = heading(section.getKey());
            int begin = whole.indexOf(heading);
            if (begin < 0) {
                whole += section.getValue();
                continue;
            }
            int end = whole.indexOf(HEADING, begin + heading.length());
            whole = whole.substring(0, begin) + section.getValue() + (end < 0 ? "" : whole.substring(end));
        }
        return whole;
    }

    private void addSection(String benchmark, String description, List<String> body) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(benchmark));
        conditions.forEach(line -> lines.add("- " + line));
        lines.addAll(List.of("", description, ""));
        lines.addAll(body);
        last = String.join("\n", lines) + "\n";
        sections.put(benchmark, last);
    }

    private static String heading(String benchmark) {
        return HEADING + benchmark + "\n";
    }
}
