package dev.yodel.loadtest.health;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** The pauses of the garbage collector of this JVM that began or ended in the measured window. Thread-safe. */
final class GcPauses implements AutoCloseable {

    private final LongPredicate counts;
    private final long jvmStartNanos;
    private final NotificationListener listener = (notification, handback) -> add(notification);
    private final List<NotificationEmitter> collectors;
    private long sumMillis;
    private long longestMillis;
    private long allMillis;
    private long takenMillis;

    private GcPauses(LongPredicate counts) {
        this.counts = counts;
        jvmStartNanos = System.nanoTime()
                - TimeUnit.MILLISECONDS.toNanos(
                        ManagementFactory.getRuntimeMXBean().getUptime());
        collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(GcPauses::stopsTheWorld)
                .filter(NotificationEmitter.class::isInstance)
                .map(NotificationEmitter.class::cast)
                .toList();
    }

    static GcPauses watch(LongPredicate counts) {
        GcPauses pauses = new GcPauses(counts);
        pauses.collectors.forEach(collector -> collector.addNotificationListener(pauses.listener, null, null));
        return pauses;
    }

    synchronized long sumMillis() {
        return sumMillis;
    }

    synchronized long longestMillis() {
        return longestMillis;
    }

    /** The sum of pauses since the last time that this was called, whether they counted or not. */
    synchronized long takeMillis() {
        long taken = allMillis - takenMillis;
        takenMillis = allMillis;
        return taken;
    }

    @Override
    public void close() {
        for (NotificationEmitter collector : collectors) {
            try {
                collector.removeNotificationListener(listener);
            } catch (ListenerNotFoundException e) {
                return; // already closed
            }
        }
    }

    private void add(Notification notification) {
        if (notification.getUserData() instanceof CompositeData data) {
            GcInfo pause = GarbageCollectionNotificationInfo.from(data).getGcInfo();
            addToAll(pause.getDuration());
            if (counts(pause.getStartTime()) || counts(pause.getEndTime())) {
                add(pause.getDuration());
            }
        }
    }

    private boolean counts(long millisSinceJvmStart) {
        return counts.test(jvmStartNanos + TimeUnit.MILLISECONDS.toNanos(millisSinceJvmStart));
    }

    private synchronized void addToAll(long millis) {
        allMillis += millis;
    }

    private synchronized void add(long millis) {
        sumMillis += millis;
        longestMillis = Math.max(longestMillis, millis);
    }

    /** Some collectors have a second bean for their concurrent work, which is not a pause. */
    private static boolean stopsTheWorld(GarbageCollectorMXBean collector) {
        String name = collector.getName();
        return !name.contains("Concurrent") && !name.contains("Cycles");
    }
}
