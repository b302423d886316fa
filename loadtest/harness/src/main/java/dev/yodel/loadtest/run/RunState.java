package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.health.CpuTimes;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.RunningVerdict;
import java.time.Duration;
import java.util.List;

/**
 * What is known of a run at some moment, before its end or after it.
 *
 * @param sinceWindow the time since the start of the window; negative before it
 * @param over whether the load has ended
 * @param verdict the verdict so far, up to a second old
 * @param counted statistics of the window so far, up to a second old
 * @param expectations whether the window so far meets them
 * @param channels statistics of the channels
 * @param cpu CPU time of the machine
 */
public record RunState(
        Duration sinceWindow,
        boolean over,
        RunningVerdict verdict,
        List<RequestStats> counted,
        List<ExpectationResult> expectations,
        List<ChannelStats> channels,
        CpuTimes cpu) {

    public RunState {
        counted = List.copyOf(counted);
        expectations = List.copyOf(expectations);
        channels = List.copyOf(channels);
    }
}
