package dev.yodel.loadtest.result.merge;

import dev.yodel.loadtest.result.RunResult;
import java.util.List;

/**
 * One of the results to merge.
 *
 * @param name what it is called in messages, such as its folder
 * @param result what was measured; its time line has the latencies
 * @param reasons why it is suspect; empty if it is not
 */
public record Part(String name, RunResult result, List<String> reasons) {

    public Part {
        reasons = List.copyOf(reasons);
    }
}
