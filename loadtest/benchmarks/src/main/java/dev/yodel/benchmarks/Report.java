package dev.yodel.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Figures and the conditions they were taken under, as Markdown, a section for each family. */
final class Report {

    private static final List<String> HEAD =
            List.of("| figure | bare | Yodel | ratio | target | |", "| --- | --- | --- | --- | --- | --- |");

    private final List<String> sections = new ArrayList<>();
    private boolean good = true;

    Report(Conditions conditions) {
        List<String> lines = new ArrayList<>();
        lines.add("# Figures");
        lines.add("");
        lines.add("Written by `loadtest/benchmarks/run`; what they mean stands in the README beside it.");
        lines.add("");
        conditions.lines().forEach(line -> lines.add("- " + line));
        sections.add(text(lines));
    }

    void add(Family family, List<Figure> figures) {
        List<String> lines = begin(family);
        lines.addAll(HEAD);
        figures.forEach(figure -> lines.add(figure.row()));
        sections.add(text(lines));
        good &= figures.stream().allMatch(Figure::isGood);
    }

    /** Has none of a family's figures, and says why. */
    void addFailed(Family family, BenchmarkException cause) {
        List<String> lines = begin(family);
        lines.add("**failed**: " + cause.firstLine());
        sections.add(text(lines));
        good = false;
    }

    /** Whether no family failed and no figure missed its target. */
    boolean isGood() {
        return good;
    }

    /** What was added last. */
    String last() {
        return sections.get(sections.size() - 1);
    }

    /** All of it. */
    String markdown() {
        return String.join("", sections);
    }

    private static List<String> begin(Family family) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("## " + family.name());
        lines.add("");
        lines.add(family.meaning());
        lines.add("");
        return lines;
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
