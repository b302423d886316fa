package dev.yodel.service.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that belong together and are read again when their content changes. Content that cannot be used is reported once,
 * and the earlier content stays in use. Contents are compared rather than times, because a mounted Kubernetes secret
 * changes by a symbolic link. Used by one thread.
 */
final class WatchedFiles {

    /** Takes over the content of all files, or throws and changes nothing. Its messages never contain the content. */
    interface Reader {
        void read(List<byte[]> contents) throws IOException;
    }

    /** None of the files has a reason to be larger; the rest is not read. */
    private static final int MAX_BYTES = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);

    private final String what;
    private final List<Path> paths;
    private final Reader reader;
    private final ReloadListener listener;
    private @Nullable List<byte[]> last;
    private String lastFailure = "";

    private WatchedFiles(String what, List<Path> paths, Reader reader, ReloadListener listener) {
        this.what = what;
        this.paths = paths;
        this.reader = reader;
        this.listener = listener;
    }

    /**
     * Reads the files for the first time.
     *
     * @throws IOException if they cannot be used; the message is one line for people
     */
    static WatchedFiles read(String what, List<Path> paths, Reader reader, ReloadListener listener) throws IOException {
        WatchedFiles files = new WatchedFiles(what, paths, reader, listener);
        List<byte[]> contents = files.contents();
        reader.read(contents);
        files.last = contents;
        return files;
    }

    /** Reads the files again if they have changed. */
    void refresh() {
        try {
            List<byte[]> contents = contents();
            if (same(contents)) {
                return;
            }
            last = contents;
            reader.read(contents);
            lastFailure = "";
            LOG.info("{} reloaded", what);
            listener.reloaded(what, true);
        } catch (IOException e) {
            String failure = String.valueOf(e.getMessage());
            if (!failure.equals(lastFailure)) {
                lastFailure = failure;
                LOG.error("{} not reloaded, the earlier content stays in use: {}", what, failure);
                listener.reloaded(what, false);
            }
        }
    }

    private boolean same(List<byte[]> contents) {
        List<byte[]> before = last;
        if (before == null || before.size() != contents.size()) {
            return false;
        }
        for (int i = 0; i < contents.size(); i++) {
            if (!Arrays.equals(before.get(i), contents.get(i))) {
                return false;
            }
        }
        return true;
    }

    private List<byte[]> contents() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Path path : paths) {
            try (InputStream in = Files.newInputStream(path)) {
                contents.add(in.readNBytes(MAX_BYTES));
            } catch (IOException e) {
                last = null; // When the file is back, it is read even if it is the same.
                throw new IOException(what + ": " + path + " (expected: a readable file)", e);
            }
        }
        return contents;
    }
}
