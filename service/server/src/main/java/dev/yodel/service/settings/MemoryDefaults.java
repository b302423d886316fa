package dev.yodel.service.settings;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Defaults of the settings that bound memory, for a process that has little of it: a container, or a JVM with a small heap.
 * A value that is given is taken as it is.
 *
 * @param direct bytes outside the heap, where requests and responses wait
 * @param heap bytes of the heap, where the histories of rooms and the bodies of HTTP requests are
 */
record MemoryDefaults(long direct, long heap) {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    /** Not from Netty, which also knows: its classes create loggers, and the format of the log is not known yet. */
    static MemoryDefaults ofThisProcess() {
        long heap = Runtime.getRuntime().maxMemory();
        long direct = Long.parseLong(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize")
                .getValue());
        return new MemoryDefaults(direct == 0 ? heap : direct, heap);
    }

    /** By name of the setting; those that are enough as they are declared are left out. */
    Map<String, String> smaller() {
        Map<String, String> defaults = new LinkedHashMap<>();
        // Together less than half: Netty's pool reserves 4 MiB for each of its threads, and fragments hold more than
        // they use.
        put(defaults, "response-memory", direct / 5, 48 * MIB, MIB);
        put(defaults, "response-memory-per-connection", direct / 15, 16 * MIB, MIB);
        put(defaults, "request-memory", direct / 4, 64 * MIB, MIB);
        put(defaults, "request-memory-per-connection", direct / 8, 32 * MIB, MIB);
        put(defaults, "http-request-memory", heap / 8, 32 * MIB, MIB);
        put(defaults, "http-request-memory-per-peer", heap / 16, 16 * MIB, MIB);
        long rooms = heap * 2 / 5 / MIB;
        if (rooms < 100) {
            defaults.put("max-rooms", String.valueOf(Math.max(1, rooms)));
        }
        return defaults;
    }

    private static void put(Map<String, String> defaults, String name, long share, long enough, long least) {
        if (share < enough) {
            defaults.put(name, Math.max(share, least) / KIB + "KiB");
        }
    }
}
