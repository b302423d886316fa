package dev.yodel.loadtest.health;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** The pauses that the garbage collector made in this JVM while they counted. Thread-safe. */
final class GcPauses implements AutoCloseable {

    private final BooleanSupplier counting;
    private final NotificationListener listener = (notification, handback) -> told(notification);
    private final List<NotificationEmitter> collectors;
    private long sumMillis;
    private long longestMillis;

    private GcPauses(BooleanSupplier counting) {
        this.counting = counting;
        collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(GcPauses::stopsTheWorld)
                .filter(NotificationEmitter.class::isInstance)
                .map(NotificationEmitter.class::cast)
                .toList();
    }

    static GcPauses watch(BooleanSupplier counting) {
        GcPauses pauses = new GcPauses(counting);
        pauses.collectors.forEach(collector -> collector.addNotificationListener(pauses.listener, null, null));
        return pauses;
    }

    synchronized long sumMillis() {
        return sumMillis;
    }

    synchronized long longestMillis() {
        return longestMillis;
    }

    @Override
    public void close() {
        for (NotificationEmitter collector : collectors) {
            try {
                collector.removeNotificationListener(listener);
            } catch (ListenerNotFoundException e) {
                return; // closed before
            }
        }
    }

    private void told(Notification notification) {
        if (notification.getUserData() instanceof CompositeData data && counting.getAsBoolean()) {
            add(GarbageCollectionNotificationInfo.from(data).getGcInfo().getDuration());
        }
    }

    private synchronized void add(long millis) {
        sumMillis += millis;
        longestMillis = Math.max(longestMillis, millis);
    }

    /** Some collectors have a second bean for the work they do beside the program: that is no pause. */
    private static boolean stopsTheWorld(GarbageCollectorMXBean collector) {
        String name = collector.getName();
        return !name.contains("Concurrent") && !name.contains("Cycles");
    }
}
