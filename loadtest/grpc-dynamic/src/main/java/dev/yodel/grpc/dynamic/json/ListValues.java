package dev.yodel.grpc.dynamic.json;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a session holds where a list is wanted. */
final class ListValues {
    private ListValues() {}

    /** The elements of a collection or an array of any kind, or null if it is neither. */
    static @Nullable List<?> of(Object tree) {
        if (tree instanceof List<?> list) {
            return list;
        }
        if (tree instanceof Collection<?> collection) {
            return new ArrayList<>(collection);
        }
        if (tree instanceof Object[] array) {
            return Arrays.asList(array);
        }
        if (tree.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(tree))
                    .mapToObj(i -> Array.get(tree, i))
                    .toList();
        }
        return null;
    }
}
