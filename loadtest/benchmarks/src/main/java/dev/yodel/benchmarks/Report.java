package dev.yodel.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures and the conditions they were taken under, as Markdown. */
final class Report {

    private static final String HEAD = """
            | figure | bare | Yodel | ratio | target | |
            | --- | --- | --- | --- | --- | --- |
            """;

    private final Conditions conditions;
    private final Map<Family, List<Figure>> families = new LinkedHashMap<>();

    Report(Conditions conditions) {
        this.conditions = conditions;
    }

    void add(Family family, List<Figure> figures) {
        families.put(family, figures);
    }

    boolean isGood() {
        return families.values().stream().flatMap(List::stream).allMatch(Figure::isGood);
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("# Figures");
        lines.add("");
        lines.add("Written by `loadtest/benchmarks/run`; what they mean stands in the README beside it.");
        lines.add("");
        conditions.lines().forEach(line -> lines.add("- " + line));
        families.forEach((family, figures) -> {
            lines.add("");
            lines.add("## " + family.name());
            lines.add("");
            lines.add(family.meaning());
            lines.add("");
            HEAD.lines().forEach(lines::add);
            figures.forEach(figure -> lines.add(figure.row()));
        });
        return String.join("\n", lines) + "\n";
    }
}
