package dev.yodel.loadtest.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.prefs.AbstractPreferences;
import java.util.prefs.Preferences;
import java.util.prefs.PreferencesFactory;
import org.jspecify.annotations.Nullable;

/**
 * Preferences in memory that claim a recent check for a newer version of Gatling.
 *
 * <p>Otherwise each run would ask a server on the internet, wait up to a second for its answer, and write it to the home
 * directory.
 */
public final class QuietPreferences implements PreferencesFactory {

    private static final String LAST_CHECK = "lastCheckTimestamp";

    private final Preferences root = new Node(null, "");

    @Override
    public Preferences systemRoot() {
        return root;
    }

    @Override
    public Preferences userRoot() {
        return root;
    }

    private static final class Node extends AbstractPreferences {

        private final Map<String, String> values = new HashMap<>();

        Node(@Nullable Node parent, String name) {
            super(parent, name);
        }

        @Override
        protected @Nullable String getSpi(String key) {
            return values.getOrDefault(key, key.equals(LAST_CHECK) ? String.valueOf(Long.MAX_VALUE) : null);
        }

        @Override
        protected void putSpi(String key, String value) {
            values.put(key, value);
        }

        @Override
        protected void removeSpi(String key) {
            values.remove(key);
        }

        @Override
        protected AbstractPreferences childSpi(String name) {
            return new Node(this, name);
        }

        @Override
        protected String[] keysSpi() {
            return values.keySet().toArray(String[]::new);
        }

        @Override
        protected String[] childrenNamesSpi() {
            return new String[0];
        }

        @Override
        protected void removeNodeSpi() {
            values.clear();
        }

        @Override
        protected void syncSpi() {}

        @Override
        protected void flushSpi() {}
    }
}
