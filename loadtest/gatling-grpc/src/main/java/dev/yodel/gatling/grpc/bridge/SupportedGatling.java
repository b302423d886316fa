package dev.yodel.gatling.grpc.bridge;

import io.gatling.core.CoreComponents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The versions of Gatling that this library supports. A start on another one is logged: its internals may have changed. */
public final class SupportedGatling {

    private static final Logger LOG = LoggerFactory.getLogger("dev.yodel.gatling.grpc");

    /** Every version of this minor version. */
    private static final String MINOR = "3.15";

    private SupportedGatling() {}

    /** Logs a warning if the Gatling on the class path is of another version. */
    public static void check() {
        String warning = warning(CoreComponents.class.getPackage().getImplementationVersion());
        if (warning != null) {
            LOG.warn(warning);
        }
    }

    /** @param version null where a build has merged Gatling's jar into another one */
    static @Nullable String warning(@Nullable String version) {
        if (version == null || version.startsWith(MINOR + ".")) {
            return null;
        }
        return "Gatling: %s (expected: %s.x, which this version of yodel-gatling-grpc supports; another may fail)"
                .formatted(version, MINOR);
    }
}
