package dev.yodel.gatling.grpc.protocol;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The actions that a wind-down of the run ends early. Thread-safe. */
public final class WindDown {

    private final Set<WindDownListener> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean started;

    /** Notifies the listener of the wind-down, at once if it has started. */
    public void register(WindDownListener listener) {
        listeners.add(listener);
        if (started) {
            listener.windDown();
        }
    }

    public void unregister(WindDownListener listener) {
        listeners.remove(listener);
    }

    void start() {
        started = true;
        listeners.forEach(WindDownListener::windDown);
    }
}
