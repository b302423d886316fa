package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.RequestStats;
import io.grpc.MethodDescriptor.MethodType;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sum of statistics by request name and kind. Not thread-safe. */
public final class Totals {

    private static final Comparator<Key> BY_NAME =
            Comparator.comparing(Key::name).thenComparing(Key::kind);

    private final SortedMap<Key, RequestStats> sums = new TreeMap<>(BY_NAME);

    public void add(List<RequestStats> requests) {
        requests.forEach(stats -> sums.merge(new Key(stats.name(), stats.kind()), stats, RequestStats::plus));
    }

    /** The sums, sorted by name. */
    public List<RequestStats> stats() {
        return List.copyOf(sums.values());
    }

    private record Key(String name, MethodType kind) {}
}
