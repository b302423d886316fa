package dev.yodel.gatling.grpc.protocol;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs calls that could not start. A mistake in a scenario affects every user, so each error is logged once per run,
 * and at most 100 of them. Thread-safe.
 */
public final class RefusalLog {

    /** A logger of its own, so that it can be switched off where refusals are reported in another way. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.yodel.gatling.grpc.refusals");

    private static final int MAX_ERRORS = 100;

    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /** Logs the error unless it was logged before. */
    public void log(String request, String error) {
        if (logged.size() < MAX_ERRORS && logged.add(request + error)) {
            LOG.error("'{}' could not start: {}", request, error);
        }
    }
}
