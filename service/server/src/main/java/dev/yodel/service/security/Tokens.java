package dev.yodel.service.security;

import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tokens that callers need, from a file of static tokens, a set of keys for JSON Web Tokens, or both. Thread-safe. */
public final class Tokens {

    private final List<TokenVerifier> verifiers = new ArrayList<>();
    private final List<Runnable> refreshes = new ArrayList<>();
    private final ReloadListener listener;

    public Tokens(ReloadListener listener) {
        this.listener = listener;
    }

    /**
     * Accepts the tokens of a file.
     *
     * @throws IOException if it cannot be used; the message is one line for people and has no token
     */
    public void addFile(Path file) throws IOException {
        StaticTokens tokens = new StaticTokens(file, listener);
        verifiers.add(tokens);
        refreshes.add(tokens::refresh);
    }

    /**
     * Accepts JSON Web Tokens.
     *
     * @param jwks the file or URL of the key set
     * @throws IOException if it cannot be used; the message is one line for people
     */
    public void addJwt(String jwks, JwtRules rules) throws IOException {
        JwtTokens tokens = new JwtTokens(rules, System::currentTimeMillis);
        verifiers.add(tokens);
        refreshes.add(new JwtKeys(jwks, tokens, System::nanoTime, listener)::refresh);
    }

    /** Whether callers need tokens. */
    public boolean isRequired() {
        return !verifiers.isEmpty();
    }

    /** What to do at an interval, on a thread that may block: reading changed files and fetching keys. */
    public List<Runnable> refreshes() {
        return List.copyOf(refreshes);
    }

    /** Rejects calls without the token that their method needs. */
    public ServerInterceptor interceptor(MethodRules rules, RejectionListener rejections) {
        return new TokenInterceptor(List.copyOf(verifiers), rules, rejections);
    }
}
