package dev.yodel.loadtest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.prefs.BackingStoreException;
import java.util.prefs.Preferences;
import org.junit.jupiter.api.Test;

class QuietPreferencesTest {

    /** The node and keys are Gatling's: see {@code io.gatling.commons.util.LatestGatlingRelease}. */
    private final Preferences gatling = new QuietPreferences().userRoot().node("/io/gatling/latestVersion");

    @Test
    void say_that_no_newer_version_is_to_be_looked_for() {
        assertThat(gatling.getLong("lastCheckTimestamp", 0)).isGreaterThan(System.currentTimeMillis());
        assertThat(gatling.getBoolean("lastCheckSuccess", false)).isFalse();
    }

    @Test
    void keep_what_is_put() throws BackingStoreException {
        gatling.put("key", "value");
        gatling.flush();
        assertThat(gatling.get("key", "")).isEqualTo("value");

        gatling.remove("key");
        assertThat(gatling.get("key", "none")).isEqualTo("none");
    }
}
