package dev.yodel.loadtest.report.console;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as their widest cell: the first columns left-aligned, the others right-aligned. */
final class TextTable {

    private static final String GUTTER = "  ";

    private final int leftColumns;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(int leftColumns) {
        this.leftColumns = leftColumns;
    }

    TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(column == 0 ? "" : GUTTER).append(cell(row, column));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String cell(List<String> row, int column) {
        String cell = row.get(column);
        String blank = " ".repeat(width(column) - cell.length());
        return column < leftColumns ? cell + blank : blank + cell;
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
