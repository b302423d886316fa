package dev.yodel.grpc.dynamic.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The end of an error about an unknown name: the names that exist, and the one that was probably meant. */
final class NearMatches {
    /** How many names an error lists before it only counts the rest. */
    private static final int LISTED = 8;

    private NearMatches() {}

    /** The end of an error line, for example "(expected: Buy, Sell; did you mean Buy?)". */
    static String expected(String asked, Collection<String> existing) {
        if (existing.isEmpty()) {
            return "(expected: nothing, as none exists)";
        }
        List<String> byDistance = existing.stream()
                .distinct()
                .sorted(Comparator.<String>comparingInt(name -> distance(asked, name))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        String listed = String.join(", ", byDistance.subList(0, Math.min(LISTED, byDistance.size())));
        String rest = byDistance.size() > LISTED ? " and " + (byDistance.size() - LISTED) + " more" : "";
        String nearest = byDistance.get(0);
        boolean likely = byDistance.size() > 1 && distance(asked, nearest) <= Math.max(2, asked.length() / 3);
        return "(expected: " + listed + rest + (likely ? "; did you mean " + nearest + "?)" : ")");
    }

    /** The edit distance, ignoring case. A name that only lacks its package has distance 1. */
    private static int distance(String asked, String name) {
        String a = asked.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        if (b.endsWith("." + a) || a.endsWith("." + b)) {
            return 1;
        }
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
