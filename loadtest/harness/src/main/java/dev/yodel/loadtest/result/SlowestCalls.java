package dev.yodel.loadtest.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The slowest calls of a run by response time: at most 20 of each request, and about 100 of all, the slowest first. */
public final class SlowestCalls {

    private static final int MOST_OF_A_REQUEST = 20;
    private static final int MOST = 100;
    private static final Comparator<SlowCall> SLOWEST_FIRST =
            Comparator.comparingLong(SlowCall::responseNanos).reversed();

    private SlowestCalls() {}

    /** How many are kept of each request, where there are so many. */
    public static int ofEach(int requests) {
        return Math.max(1, Math.min(MOST_OF_A_REQUEST, MOST / Math.max(1, requests)));
    }

    /** The slowest of them. */
    public static List<SlowCall> of(List<SlowCall> calls) {
        Map<String, List<SlowCall>> byName = new LinkedHashMap<>();
        calls.forEach(call ->
                byName.computeIfAbsent(call.name(), name -> new ArrayList<>()).add(call));
        int each = ofEach(byName.size());
        return byName.values().stream()
                .flatMap(ofOne -> ofOne.stream().sorted(SLOWEST_FIRST).limit(each))
                .sorted(SLOWEST_FIRST)
                .toList();
    }
}
