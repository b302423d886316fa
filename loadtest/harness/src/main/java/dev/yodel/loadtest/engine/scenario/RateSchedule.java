package dev.yodel.loadtest.engine.scenario;

import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schedules of calls at a rate, from the warm-up to the cool-down. */
final class RateSchedule {

    private RateSchedule() {}

    /** The schedule of all calls at a rate that changes or has random gaps, to be dealt out. */
    static Schedule of(LoadPlan plan, Arrival.Rate arrival) {
        List<Schedule.Stage> stages = stages(plan, arrival.rate(), arrival.profile());
        return arrival.poissonSeed() == null
                ? Schedule.stages(stages)
                : Schedule.poissonStages(stages, arrival.poissonSeed());
    }

    private static List<Schedule.Stage> stages(LoadPlan plan, double rate, @Nullable Profile profile) {
        List<Schedule.Stage> stages = new ArrayList<>();
        double first = profile == null ? rate : profile.at(Duration.ZERO);
        add(stages, first, first, plan.warmUp());
        if (profile == null) {
            add(stages, rate, rate, plan.longest());
        } else {
            profile.stages().forEach(stage -> add(stages, stage.from(), stage.to(), stage.duration()));
        }
        double last = profile == null ? rate : profile.at(profile.duration());
        add(stages, last, last, plan.afterwards());
        return stages;
    }

    /** What is left of a profile's rates at a time after the start of the window, for one of several users. */
    static List<Schedule.Stage> left(LoadPlan plan, Profile profile, Duration sinceWindow, double share) {
        List<Schedule.Stage> stages = new ArrayList<>();
        if (sinceWindow.isNegative()) {
            double first = profile.at(Duration.ZERO) * share;
            add(stages, first, first, sinceWindow.negated());
        }
        profile.from(sinceWindow)
                .forEach(stage -> add(stages, stage.from() * share, stage.to() * share, stage.duration()));
        double last = profile.at(profile.duration()) * share;
        Duration after = plan.afterwards().minus(after(sinceWindow, profile.duration()));
        add(stages, last, last, after);
        return stages;
    }

    private static Duration after(Duration sinceWindow, Duration end) {
        Duration after = sinceWindow.minus(end);
        return after.isNegative() ? Duration.ZERO : after;
    }

    private static void add(List<Schedule.Stage> stages, double from, double to, Duration duration) {
        if (!duration.isZero() && !duration.isNegative()) {
            stages.add(new Schedule.Stage(from, to, duration));
        }
    }
}
