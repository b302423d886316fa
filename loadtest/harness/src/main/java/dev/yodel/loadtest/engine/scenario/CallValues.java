package dev.yodel.loadtest.engine.scenario;

import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;

import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.data.Expressions;
import dev.yodel.loadtest.plan.data.Feed;
import dev.yodel.loadtest.run.LoadRun;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a request read beside Gatling's functions: a row of a feed, and the numbers of call and user. They
 * are put into the session of each call only if an expression reads them. A feed that runs dry ends the run.
 */
final class CallValues {

    private static final Duration UNTIL_END = Duration.ofMillis(50);
    private static final String DRY = "yodel.dry";

    private final LoadRun run;
    private final @Nullable Feed feed;
    private final @Nullable Iterator<Map<String, Object>> rows;
    private final LoadPlan plan;
    private final int wholeRows;
    private final boolean numbered;
    private final boolean named;
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong user = new AtomicLong();

    CallValues(LoadRun run, RequestPlan request) {
        this.run = run;
        plan = run.plan();
        feed = request.settings().feed();
        wholeRows = rows(plan.whole().request(request.name()).settings().feed());
        List<String> texts = MetadataEntry.texts(request.data(), request.metadata());
        rows = feed == null ? null : feed.iterator(new Random(Feed.SEED));
        numbered = Expressions.uses(Expressions.NUMBER, texts);
        named = Expressions.uses(Expressions.USER, texts);
    }

    /** Whether each call has values of its own. */
    boolean perCall() {
        return rows != null || numbered;
    }

    /** Whether the run ends after the last row. */
    boolean endsRun() {
        return feed != null && feed.order() == Feed.Order.ONCE;
    }

    /** How many rows all load generators have together. */
    int wholeRowCount() {
        return wholeRows;
    }

    private static int rows(@Nullable Feed feed) {
        return feed == null ? 0 : feed.rows().size();
    }

    /** Names the user, once, before what it does. */
    ChainBuilder forUser(ChainBuilder behavior) {
        return named
                ? exec(session -> session.set(Expressions.USER, plan.numberOf(user.getAndIncrement()) + 1))
                        .exec(behavior)
                : behavior;
    }

    /** Puts the values of a call into the session of its user, before the call; no call if there is no row left. */
    ChainBuilder forCall(ChainBuilder call) {
        if (!perCall()) {
            return call;
        }
        ChainBuilder valued = exec(session -> {
            Map<String, Object> values = values();
            return values == null ? session.set(DRY, true) : session.setAll(values);
        });
        return endsRun()
                ? valued.exec(doIfOrElse(session -> session.contains(DRY))
                        .then(pause(UNTIL_END))
                        .orElse(exec(call).exec(this::used)))
                : valued.exec(call);
    }

    /** The run ends when the calls of all rows have ended, not when the last row is taken. */
    private Session used(Session session) {
        if (used.incrementAndGet() >= rows(feed)) {
            run.stop();
        }
        return session;
    }

    /** The values of each call, for calls on a schedule. */
    Iterator<Map<String, Object>> all() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Map<String, Object> next() {
                Map<String, Object> values = values();
                return values == null ? Map.of() : values;
            }
        };
    }

    /** The values of the next call; null if there is no row left. */
    private @Nullable Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        if (rows != null) {
            try {
                values.putAll(rows.next());
            } catch (NoSuchElementException e) {
                return null;
            }
        }
        if (numbered) {
            values.put(Expressions.NUMBER, plan.numberOf(number.getAndIncrement()) + 1);
        }
        return values;
    }
}
