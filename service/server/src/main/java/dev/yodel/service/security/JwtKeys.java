package dev.yodel.service.security;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key set of JSON Web Tokens: a file, or a URL that is fetched every five minutes, and at the next refresh after a token
 * named an unknown key. Used by one thread, which it may block.
 */
final class JwtKeys {

    private static final Logger LOG = LoggerFactory.getLogger(JwtKeys.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long MAX_AGE_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int MAX_BYTES = 1 << 20;

    private final JwtTokens tokens;
    private final LongSupplier nanoClock;
    private final ReloadListener listener;
    private final @Nullable URI url;
    private final @Nullable WatchedFiles file;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private String lastFailure = "";
    private String last = "";
    private long fetched;

    /**
     * Reads the file. A URL is fetched by the first refresh, so that the server starts without the issuer.
     *
     * @throws IOException if the file cannot be used or the URL is not safe; the message is one line for people
     */
    JwtKeys(String location, JwtTokens tokens, LongSupplier nanoClock, ReloadListener listener) throws IOException {
        this.tokens = tokens;
        this.nanoClock = nanoClock;
        this.listener = listener;
        fetched = nanoClock.getAsLong() - MAX_AGE_NANOS;
        if (location.contains("://")) {
            url = url(location);
            file = null;
        } else {
            url = null;
            file = WatchedFiles.read(
                    "jwks",
                    List.of(Path.of(location)),
                    contents -> use(location, new String(contents.get(0), StandardCharsets.UTF_8)),
                    listener);
        }
    }

    void refresh() {
        if (file != null) {
            file.refresh();
        } else if (url != null
                && (tokens.takeKeyMissed() || !tokens.hasKeys() || nanoClock.getAsLong() - fetched >= MAX_AGE_NANOS)) {
            fetch(url);
        }
    }

    private void fetch(URI from) {
        try {
            HttpResponse<java.io.InputStream> response =
                    client.send(HttpRequest.newBuilder(from).timeout(TIMEOUT).build(), BodyHandlers.ofInputStream());
            try (java.io.InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException("jwks: " + from + " answered " + response.statusCode() + " (expected: 200)");
                }
                String text = new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
                if (!text.equals(last)) {
                    use(from.toString(), text);
                    last = text;
                    listener.reloaded("jwks", true);
                    LOG.info("jwks reloaded");
                }
                fetched = nanoClock.getAsLong();
                lastFailure = "";
            }
        } catch (IOException e) {
            failed(from, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(URI from, String failure) {
        if (!failure.equals(lastFailure)) {
            lastFailure = failure;
            LOG.error("jwks: {} not loaded, the earlier keys stay in use: {}", from, failure);
            listener.reloaded("jwks", false);
        }
    }

    private void use(String location, String text) throws IOException {
        try {
            JWKSet set = JWKSet.parse(text);
            if (set.toPublicJWKSet().isEmpty()) {
                throw new IOException("jwks: " + location + " has no public key (expected: a JSON Web Key Set)");
            }
            tokens.use(set);
        } catch (ParseException e) {
            throw new IOException("jwks: " + location + " (expected: a JSON Web Key Set)", e);
        }
    }

    /** Keys from an unprotected connection would let anybody in between issue tokens. */
    private static URI url(String location) throws IOException {
        try {
            URI url = URI.create(location);
            String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
            boolean loopback = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
            if ((url.getScheme().equals("https") || (url.getScheme().equals("http") && loopback))
                    && url.getUserInfo() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("jwks", e);
        }
        throw new IOException("jwks: not a usable URL (expected: a file, an https URL without user and password,"
                + " or an http URL of this machine)");
    }
}
