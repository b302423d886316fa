package dev.yodel.service;

import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for something that comes about by itself. */
final class Eventually {

    private Eventually() {}

    /** Waits until a value is as expected; fails after 30 s with the last one. */
    static <T> T assertThatEventually(Supplier<T> value, Predicate<T> expected) throws InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        T last = value.get();
        while (!expected.test(last)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("still not as expected after 30 s: " + last);
            }
            Thread.sleep(10);
            last = value.get();
        }
        return last;
    }

    /** Waits until a value has not changed for a second, and gives it. */
    static <T> T settled(Supplier<T> value) throws InterruptedException {
        T last = value.get();
        for (int unchanged = 0; unchanged < 10; ) {
            Thread.sleep(100);
            T next = value.get();
            unchanged = next.equals(last) ? unchanged + 1 : 0;
            last = next;
        }
        return last;
    }
}
