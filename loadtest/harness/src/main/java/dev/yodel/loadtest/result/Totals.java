package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.RequestStats;
import io.grpc.MethodDescriptor.MethodType;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sum of figures, by request name and shape. Not thread-safe. */
public final class Totals {

    private static final Comparator<Key> BY_NAME =
            Comparator.comparing(Key::name).thenComparing(Key::kind);

    private final SortedMap<Key, RequestStats> sums = new TreeMap<>(BY_NAME);

    public void add(List<RequestStats> figures) {
        figures.forEach(one -> sums.merge(new Key(one.name(), one.kind()), one, RequestStats::plus));
    }

    /** The sums, in the order of the names. */
    public List<RequestStats> figures() {
        return List.copyOf(sums.values());
    }

    private record Key(String name, MethodType kind) {}
}
