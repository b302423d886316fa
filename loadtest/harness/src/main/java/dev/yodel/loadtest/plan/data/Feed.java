package dev.yodel.loadtest.plan.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Rows of a file for the expressions in data and metadata: each call has the next one.
 *
 * @param file the file
 * @param order the order in which rows are used
 * @param columns the names of the columns
 * @param rows the rows, at least one; values by column
 */
public record Feed(Path file, Order order, List<String> columns, List<Map<String, Object>> rows) {

    /** The seed of random and shuffled rows. */
    public static final long SEED = 2_026;

    /** The order in which rows are used. */
    public enum Order {
        /** One after the other, and the first again after the last. */
        CIRCULAR,
        /** A row at random each time. */
        RANDOM,
        /** All of them in random order, and then again in the same one. */
        SHUFFLED,
        /** One after the other, until there is none: the run then ends. */
        ONCE
    }

    public Feed {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("feed: %s: no rows (expected: at least one)".formatted(file));
        }
    }

    /** Other rows of the same file. */
    public Feed with(Order newOrder, List<Map<String, Object>> newRows) {
        return new Feed(file, newOrder, columns, newRows);
    }

    /** The rows in the order of {@link Order#SHUFFLED}. */
    public List<Map<String, Object>> shuffled(RandomGenerator random) {
        List<Map<String, Object>> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(random.nextLong()));
        return shuffled;
    }

    /** The rows in their order, for all users together. Thread-safe. */
    public Iterator<Map<String, Object>> iterator(RandomGenerator random) {
        return new Rows(order == Order.SHUFFLED ? shuffled(random) : rows, order, random);
    }

    @Override
    public String toString() {
        return "%s, %d rows, %s".formatted(file, rows.size(), order.name().toLowerCase(Locale.ROOT));
    }

    private static final class Rows implements Iterator<Map<String, Object>> {

        private final List<Map<String, Object>> rows;
        private final Order order;
        private final RandomGenerator random;
        private final AtomicLong turn = new AtomicLong();

        Rows(List<Map<String, Object>> rows, Order order, RandomGenerator random) {
            this.rows = rows;
            this.order = order;
            this.random = random;
        }

        @Override
        public boolean hasNext() {
            return order != Order.ONCE || turn.get() < rows.size();
        }

        @Override
        public Map<String, Object> next() {
            if (order == Order.RANDOM) {
                synchronized (random) {
                    return rows.get(random.nextInt(rows.size()));
                }
            }
            long index = turn.getAndIncrement();
            if (order == Order.ONCE && index >= rows.size()) {
                throw new NoSuchElementException("all rows were used");
            }
            return rows.get((int) (index % rows.size()));
        }
    }
}
