package dev.yodel.loadtest.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which part of a whole plan one of several load generators has. What comes one after the other, such as calls at a rate or
 * rows, is dealt out to them in turn.
 *
 * @param index the number of the load generator, from 0
 * @param of how many there are, 1 to 10,000
 * @param whole the plan of all together, which is no part itself
 */
public record Slice(int index, int of, LoadPlan whole) {

    public static final int MOST = 10_000;

    public Slice {
        Expect.within("injectors", of, 1, MOST);
        Expect.within("injector", index, 0, of - 1);
    }

    /** Its part of that many. */
    public long of(long all) {
        return all / of + (index < all % of ? 1 : 0);
    }

    /** The number that its so-manieth one, from 0, has among all. */
    public long numberOf(long own) {
        return own * of + index;
    }

    /** What it is dealt of a list that is used again and again. */
    public <T> List<T> inTurn(List<T> all) {
        List<T> dealt = new ArrayList<>();
        int next = index % all.size();
        do {
            dealt.add(all.get(next));
            next = (next + of) % all.size();
        } while (next != index % all.size());
        return dealt;
    }

    /** What it is dealt of a list that is used once. */
    public <T> List<T> once(List<T> all) {
        List<T> dealt = new ArrayList<>();
        for (int next = index; next < all.size(); next += of) {
            dealt.add(all.get(next));
        }
        return dealt;
    }

    /** The whole list, from a place that no other load generator begins at if there are enough. */
    public <T> List<T> rotated(List<T> all) {
        List<T> rotated = new ArrayList<>(all);
        Collections.rotate(rotated, -(int) ((long) index * all.size() / of));
        return rotated;
    }
}
