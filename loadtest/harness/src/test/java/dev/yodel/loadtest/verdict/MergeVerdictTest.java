package dev.yodel.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.result.merge.Merge;
import dev.yodel.loadtest.result.merge.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergeVerdictTest {

    @Test
    void complete_parts_that_ran_together_are_valid() {
        assertThat(judge(part("n1", "1/2", 0), part("n2", "2/2", 900)).verdict().status())
                .isEqualTo(Verdict.Status.VALID);
    }

    @Test
    void a_missing_part_is_named() {
        assertThat(judge(part("n1", "1/3", 0), part("n3", "3/3", 0)).verdict())
                .isEqualTo(Verdict.invalid(List.of("part 2/3: missing (expected: 3 parts)")));
    }

    @Test
    void a_part_that_is_twice_there_is_named() {
        assertThat(judge(part("n1", "1/2", 0), part("n2", "1/2", 0)).verdict().reasons())
                .containsExactly(
                        "n2: part 1/2 like n1 (expected: each part once)", "part 2/2: missing (expected: 2 parts)");
        Part again = new Part("copy", part("n1", "1/2", 0).result(), List.of());
        assertThat(judge(part("n1", "1/2", 0), again, part("n2", "2/2", 0)).verdict())
                .isEqualTo(Verdict.invalid(List.of("copy: the same run as n1 (expected: each part once)")));
    }

    @Test
    void parts_that_ran_one_after_the_other_are_suspect() {
        assertThat(judge(part("n1", "1/2", 0), part("n2", "2/2", 4_200)).verdict())
                .isEqualTo(
                        Verdict.of(List.of("n2: its window starts 4.2 s apart from that of n1 (expected: at most 1.0 s;"
                                + " are the clocks synchronised?)")));
    }

    @Test
    void what_makes_a_part_suspect_makes_the_sum_suspect() {
        Part busy = new Part("n1", part("n1", "1/1", 0).result(), List.of("injector CPU: 97 %"));

        assertThat(judge(busy).verdict()).isEqualTo(Verdict.of(List.of("n1: injector CPU: 97 %")));
    }

    private static JudgedResult judge(Part... parts) {
        List<Part> all = List.of(parts);
        return MergeVerdict.judge(Merge.of(all, "merged"), all, MergeVerdict.faults(all), Goals.NONE);
    }

    private static Part part(String name, String label, long laterMillis) {
        Window window = new Window(
                SampleStats.START.plusMillis(laterMillis), SampleStats.START.plusMillis(10_000 + laterMillis), 10);
        RunResult result = new RunResult(
                RunInfo.of(name, null, Map.of("part", label)),
                SampleStats.PLAN,
                window,
                SampleStats.INJECTOR,
                new SampleStats().greetings().take(),
                List.of(),
                List.of());
        return new Part(name, result, List.of());
    }
}
