package dev.yodel.loadtest.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run has registered with Prometheus: at most one {@link TargetFile} of each side. */
public final class RunTargets implements AutoCloseable {

    private final @Nullable Path folder;
    private final Map<TargetFile.Side, Integer> ports = new EnumMap<>(TargetFile.Side.class);
    private final Map<TargetFile.Side, TargetFile> files = new EnumMap<>(TargetFile.Side.class);

    /** @param folder the folder of the files; null to register nothing */
    public RunTargets(@Nullable Path folder) {
        this.folder = folder;
    }

    /**
     * Registers the metrics on a port of this machine, in place of those that the side had before.
     *
     * @param port 0 if it is not known yet
     * @throws IOException if the folder is missing or not writable; not again for the same port
     */
    public synchronized void register(TargetFile.Side side, int port) throws IOException {
        if (folder != null && port != 0 && !Integer.valueOf(port).equals(ports.put(side, port))) {
            files.put(side, TargetFile.register(folder, side, "127.0.0.1:" + port));
        }
    }

    /** Leaves the folder with one side. */
    public synchronized void leave(TargetFile.Side side) throws IOException {
        TargetFile file = files.remove(side);
        if (file != null) {
            file.close();
        }
    }

    /** Leaves the folder. */
    @Override
    public void close() throws IOException {
        for (TargetFile.Side side : TargetFile.Side.values()) {
            leave(side);
        }
    }
}
