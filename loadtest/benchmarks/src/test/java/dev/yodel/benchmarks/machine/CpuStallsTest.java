package dev.yodel.benchmarks.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.benchmarks.load.LatenessIntervals;
import dev.yodel.benchmarks.load.LatenessIntervals.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuStallsTest {

    private static final CpuStalls STALLS = CpuStalls.parse(List.of(" from=1000 to=1400", " from=5000 to=5100"));

    @Test
    void only_the_part_of_a_stall_inside_the_window_counts() {
        assertThat(STALLS.percent(0, 10_000)).isEqualTo(5.0);
        assertThat(STALLS.percent(1200, 1000)).isEqualTo(20.0);
        assertThat(STALLS.percent(2000, 1000)).isZero();
        assertThat(CpuStalls.NONE.percent(0, 1000)).isZero();
    }

    @Test
    void a_stalled_interval_and_the_one_after_it_are_not_stall_free() {
        LatenessIntervals intervals =
                LatenessIntervals.parse("0:0/1 100000000:0/1 200000000:0/1 300000000:0/1 400000000:0/1 500000000:0/1");

        assertThat(stallFree(intervals, "from=199999999 to=200000001")).containsExactly(0L, 400_000_000L, 500_000_000L);
        assertThat(stallFree(intervals, "from=150000000 to=152000000"))
                .containsExactly(0L, 300_000_000L, 400_000_000L, 500_000_000L);
        assertThat(stallFree(intervals, "from=-5000000 to=-1000000")).startsWith(100_000_000L);
        assertThat(CpuStalls.NONE.stallFree(intervals)).isEqualTo(intervals);
    }

    private static List<Long> stallFree(LatenessIntervals intervals, String stall) {
        return CpuStalls.parse(List.of(stall)).stallFree(intervals).all().stream()
                .map(Interval::fromNanos)
                .toList();
    }
}
