package dev.yodel.service.security;

import com.google.common.base.Splitter;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The tokens of a file with a line for each: name, token and, optionally, comma-separated scopes. Only hashes of tokens are
 * kept. A token is compared with all of them in constant time. Thread-safe; only one thread may refresh it.
 */
final class StaticTokens implements TokenVerifier {

    @SuppressWarnings("ArrayRecordComponent") // never compared or printed
    private record Entry(byte[] hash, Caller caller) {}

    /** Shorter ones could be guessed. */
    private static final int MIN_LENGTH = 16;

    private static final Splitter COLUMNS = Splitter.onPattern("\\s+").limit(4);
    private static final Splitter SCOPES = Splitter.on(',').omitEmptyStrings().trimResults();

    private final Path file;
    private final WatchedFiles files;
    private volatile List<Entry> entries = List.of();

    StaticTokens(Path file, ReloadListener listener) throws IOException {
        this.file = file;
        files = WatchedFiles.read("tokens", List.of(file), contents -> load(contents.get(0)), listener);
    }

    void refresh() {
        files.refresh();
    }

    @Override
    public Result verify(String token) {
        byte[] hash = hash(token);
        Result result = Result.UNKNOWN;
        for (Entry entry : entries) {
            // Without an early end, so that the time says nothing about the position.
            if (MessageDigest.isEqual(entry.hash(), hash)) {
                result = Result.of(entry.caller());
            }
        }
        return result;
    }

    private void load(byte[] content) throws IOException {
        List<Entry> read = new ArrayList<>();
        int number = 0;
        for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                read.add(entry(line.strip(), number));
            }
        }
        if (read.isEmpty()) {
            throw new IOException("token-file: " + file + " has no token (expected: lines of name, token, scopes)");
        }
        entries = List.copyOf(read);
    }

    /** Its errors name the line, never its content. */
    private Entry entry(String line, int number) throws IOException {
        List<String> columns = COLUMNS.splitToList(line);
        if (columns.size() < 2 || columns.size() > 3) {
            throw new IOException("token-file: line " + number + " of " + file + " has " + columns.size()
                    + " columns (expected: name, token and, optionally, comma-separated scopes)");
        }
        String token = columns.get(1);
        if (token.length() < MIN_LENGTH) {
            throw new IOException("token-file: line " + number + " of " + file + " has a token of " + token.length()
                    + " characters (expected: at least " + MIN_LENGTH + ")");
        }
        Set<String> scopes = columns.size() < 3 ? Set.of() : Set.copyOf(SCOPES.splitToList(columns.get(2)));
        return new Entry(hash(token), new Caller(columns.get(0), scopes));
    }

    private static byte[] hash(String token) {
        return Hashing.sha256().hashString(token, StandardCharsets.UTF_8).asBytes();
    }
}
