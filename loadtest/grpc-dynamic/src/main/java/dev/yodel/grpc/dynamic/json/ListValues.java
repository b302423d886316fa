package dev.yodel.grpc.dynamic.json;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Lists from the values of callers. */
final class ListValues {
    private ListValues() {}

    /** The elements of a collection or an array of any kind, or null if it is neither. */
    static @Nullable List<?> of(Object tree) {
        if (tree instanceof Collection<?> collection) {
            return new ArrayList<>(collection);
        }
        return tree.getClass().isArray()
                ? IntStream.range(0, Array.getLength(tree))
                        .mapToObj(i -> Array.get(tree, i))
                        .toList()
                : null;
    }
}
