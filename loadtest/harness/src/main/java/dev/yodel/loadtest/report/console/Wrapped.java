package dev.yodel.loadtest.report.console;

/** Text in lines of at most 80 columns: broken at spaces, further lines deeper than the first. */
final class Wrapped {

    static final int COLUMNS = 80;

    private Wrapped() {}

    /** Each line of the text, wrapped; a word longer than a line stays whole. */
    static String text(String text) {
        StringBuilder wrapped = new StringBuilder();
        text.lines().forEach(line -> wrapped.append(line(line)).append('\n'));
        return wrapped.toString();
    }

    private static String line(String line) {
        int depth = line.length() - line.stripLeading().length();
        StringBuilder done = new StringBuilder();
        String rest = line;
        while (rest.length() > COLUMNS) {
            int space = rest.lastIndexOf(' ', COLUMNS);
            if (space <= depth + 4) {
                space = rest.indexOf(' ', COLUMNS);
            }
            if (space < 0) {
                break;
            }
            done.append(rest, 0, space).append('\n');
            rest = " ".repeat(depth + 4) + rest.substring(space).strip();
        }
        return done.append(rest).toString();
    }
}
