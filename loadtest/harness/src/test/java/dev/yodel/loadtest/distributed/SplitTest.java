package dev.yodel.loadtest.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.yodel.gatling.grpc.schedule.DueTimes;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.CallSettings;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.data.Feed;
import io.grpc.MethodDescriptor.MethodType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SplitTest {

    private static final Target TARGET = new Target("localhost", 1);

    /** Each injector may have a different number of users who share its part, as many as it has processors. */
    @RepeatedTest(60)
    void due_times_of_all_parts_are_those_of_one_load_generator(RepetitionInfo repetition) {
        Random random = random(repetition);
        double rate = random.nextDouble(0.5, 1_000);
        int injectors = random.nextInt(1, 18);
        long seed = random.nextLong();
        Duration time = Duration.ofSeconds(2);
        List<Schedule.Stage> stages =
                List.of(new Schedule.Stage(0, rate, time), new Schedule.Stage(rate, rate / 3, time));
        List<Schedule> schedules = List.of(
                Schedule.constant(rate).during(time),
                Schedule.constant(rate).times(101),
                Schedule.stages(stages),
                Schedule.poisson(rate, seed).during(time),
                Schedule.poissonStages(stages, seed));

        for (Schedule schedule : schedules) {
            List<Long> merged = new ArrayList<>();
            for (int index = 0; index < injectors; index++) {
                int users = 1 + index % 3;
                for (int user = 0; user < users; user++) {
                    merged.addAll(all(schedule.dueTimes(index + (long) user * injectors, (long) users * injectors)));
                }
            }
            merged.sort(null);
            assertThat(merged)
                    .as("%s/s on %d injectors, seed %d", rate, injectors, seed)
                    .isNotEmpty()
                    .isEqualTo(all(schedule.dueTimes(1)));
        }
    }

    @RepeatedTest(30)
    void users_streams_connections_and_counts_add_up(RepetitionInfo repetition) {
        Random random = random(repetition);
        int injectors = random.nextInt(1, 50 + 1);
        int all = random.nextInt(50, 5_000 + 1);
        List<LoadPlan> users = Split.parts(plan(MethodType.UNARY, new Arrival.Users(all, null), (long) all), injectors);
        assertThat(users).hasSize(injectors);
        assertThat(sum(users, plan -> plan.requests().get(0).users())).isEqualTo(all);
        assertThat(sum(users, plan -> plan.count() == null ? 0 : plan.count())).isEqualTo(all);

        List<LoadPlan> streams = Split.parts(
                plan(MethodType.BIDI_STREAMING, new Arrival.Streams(all, null, 3.0 * all), null), injectors);
        assertThat(sum(streams, plan -> plan.requests().get(0).users())).isEqualTo(all);
        assertThat(streams.stream()
                        .mapToDouble(plan -> plan.requests()
                                .get(0)
                                .arrival()
                                .plannedPerSecond()
                                .orElseThrow())
                        .sum())
                .isCloseTo(3.0 * all, within(1e-6));

        for (Long seed : Arrays.asList(null, 7L)) {
            assertThat(Split.parts(plan(MethodType.UNARY, new Arrival.Rate(all, seed, null), null), injectors).stream()
                            .mapToDouble(plan ->
                                    ((Arrival.Rate) plan.requests().get(0).arrival()).rate())
                            .sum())
                    .as("what each plans, with seed %s", seed)
                    .isCloseTo(all, within(1e-6));
        }

        LoadPlan one = plan(MethodType.UNARY, new Arrival.Users(all, null), null);
        Target pooled =
                TARGET.with(TARGET.channels().withPool(TARGET.channels().pool().withSize(all)));
        LoadPlan connected = new LoadPlan("load", pooled, Duration.ZERO, one.duration(), null, one.requests());
        assertThat(sum(
                        Split.parts(connected, injectors),
                        plan -> plan.target().channels().pool().size()))
                .isEqualTo(all);
    }

    /** Users who come and go: at each moment as many are active as one load generator has. */
    @RepeatedTest(30)
    void numbers_of_users_and_calls_are_those_of_one_load_generator(RepetitionInfo repetition) {
        Random random = random(repetition);
        int injectors = random.nextInt(1, 30 + 1);
        int users = random.nextInt(30, 300 + 1);
        List<LoadPlan> parts = Split.parts(
                plan(
                        MethodType.UNARY,
                        new Arrival.Users(users, null, null, Profile.parse("0.." + users + "/10s")),
                        null),
                injectors);

        List<Long> numbers = new ArrayList<>();
        for (LoadPlan part : parts) {
            LongStream.range(0, part.requests().get(0).users())
                    .map(part::numberOf)
                    .forEach(numbers::add);
            assertThat(part.whole().request("Echo").arrival().profile())
                    .isEqualTo(parts.get(0).whole().requests().get(0).arrival().profile());
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, users).boxed().toList());
    }

    @RepeatedTest(30)
    void rows_and_messages_in_turn_are_dealt_out(RepetitionInfo repetition) {
        Random random = random(repetition);
        int injectors = random.nextInt(1, 12 + 1);
        int rows = random.nextInt(12, 40 + 1);
        for (Feed.Order order : List.of(Feed.Order.CIRCULAR, Feed.Order.SHUFFLED, Feed.Order.ONCE)) {
            Feed feed = feed(order, rows);
            List<String> data = List.of("{\"a\": 1}", "{\"a\": 2}", "{\"a\": 3}");
            LoadPlan whole = new LoadPlan(
                    "load",
                    TARGET,
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    null,
                    List.of(new RequestPlan(
                            "Echo",
                            "s/Echo",
                            MethodType.UNARY,
                            new Arrival.Rate(1_000),
                            null,
                            data,
                            List.of(),
                            CallSettings.NONE.with(feed))));
            int calls = order == Feed.Order.ONCE ? rows : 3 * rows;
            Iterator<Map<String, Object>> expected = feed.iterator(new Random(Feed.SEED));
            List<Iterator<Map<String, Object>>> dealt = new ArrayList<>();
            List<List<String>> messages = new ArrayList<>();
            for (LoadPlan part : Split.parts(whole, injectors)) {
                RequestPlan request = part.requests().get(0);
                Feed own = request.settings().feed();
                assertThat(own).isNotNull();
                dealt.add(own.iterator(new Random(Feed.SEED)));
                messages.add(request.data());
            }
            for (int call = 0; call < calls; call++) {
                int injector = call % injectors;
                List<String> own = messages.get(injector);
                assertThat(dealt.get(injector).next()).isEqualTo(expected.next());
                assertThat(own.get(call / injectors % own.size())).isEqualTo(data.get(call % data.size()));
            }
            if (order == Feed.Order.ONCE) {
                assertThat(dealt).noneMatch(Iterator::hasNext);
            }
        }
    }

    @Test
    void a_stream_sends_all_its_messages_on_each_injector() {
        RequestPlan chat = new RequestPlan(
                "Chat",
                "s/Chat",
                MethodType.BIDI_STREAMING,
                new Arrival.Users(4, null),
                null,
                List.of("1", "2"),
                List.of());
        LoadPlan whole = new LoadPlan("load", TARGET, Duration.ZERO, Duration.ofSeconds(1), null, List.of(chat));

        assertThat(Split.parts(whole, 2))
                .allSatisfy(part -> assertThat(part.requests().get(0).data()).containsExactly("1", "2"));
    }

    @Test
    void what_cannot_be_split_is_refused() {
        assertRefused(4, new Arrival.Users(3, null), null, "injectors: 4 with 3 users of Echo (expected: at most 3");
        assertRefused(4, new Arrival.Users(9, null), 2L, "injectors: 4 with 2 count (expected: at most 2");
        assertRefused(
                20, new Arrival.Rate(1), null, "injectors: 20 with 10 calls at the rate of Echo (expected: at most 10");
        assertRefused(3, new Arrival.Rate(0.02), null, "injectors: 3 with 0 calls at the rate of Echo");
        assertRefused(20_000, new Arrival.Rate(100_000), null, "injectors: 20000 (expected: 1 to 10000");
    }

    private static void assertRefused(int injectors, Arrival arrival, Long count, String message) {
        LoadPlan whole = plan(MethodType.UNARY, arrival, count);
        assertThatThrownBy(() -> Split.parts(whole, injectors))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static LoadPlan plan(MethodType kind, Arrival arrival, Long count) {
        return new LoadPlan(
                "load",
                TARGET,
                Duration.ZERO,
                count == null ? Duration.ofSeconds(10) : null,
                count,
                List.of(new RequestPlan("Echo", "s/Echo", kind, arrival, null, List.of("{}"), List.of())));
    }

    private static Random random(RepetitionInfo repetition) {
        return new Random(repetition.getCurrentRepetition());
    }

    private static Feed feed(Feed.Order order, int rows) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            all.add(Map.of("id", row));
        }
        return new Feed(Path.of("rows.csv"), order, List.of("id"), all);
    }

    private static long sum(List<LoadPlan> parts, ToLongFunction<LoadPlan> number) {
        return parts.stream().mapToLong(number).sum();
    }

    private static List<Long> all(DueTimes dueTimes) {
        List<Long> all = new ArrayList<>();
        for (long next = dueTimes.next(); next != DueTimes.NONE; next = dueTimes.next()) {
            all.add(next);
        }
        return all;
    }
}
