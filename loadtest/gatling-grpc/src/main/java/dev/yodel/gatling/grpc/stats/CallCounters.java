package dev.yodel.gatling.grpc.stats;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counters of calls, one per constant of an enum. Thread-safe: the map is filled once and only read afterwards. */
final class CallCounters<E extends Enum<E>> {

    private final Class<E> type;
    private final Map<E, Sum> sums;

    private CallCounters(Class<E> type) {
        this.type = type;
        sums = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            sums.put(constant, new Sum());
        }
    }

    static <E extends Enum<E>> CallCounters<E> of(Class<E> type) {
        return new CallCounters<>(type);
    }

    void increment(E constant) {
        Objects.requireNonNull(sums.get(constant)).add(1);
    }

    /** The counts above zero since the last take. */
    Map<E, Long> take() {
        Map<E, Long> counts = new EnumMap<>(type);
        sums.forEach((constant, sum) -> {
            long count = sum.take();
            if (count > 0) {
                counts.put(constant, count);
            }
        });
        return counts;
    }
}
