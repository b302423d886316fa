package dev.yodel.service.security;

import org.jspecify.annotations.Nullable;

/** Decides who a token belongs to. Implementations are thread-safe and never block. */
interface TokenVerifier {

    /**
     * The outcome: a caller, or what is wrong with the token. The problem never contains the token.
     *
     * @param problem empty if there is a caller
     */
    record Result(@Nullable Caller caller, String problem) {

        static final Result UNKNOWN = problem("unknown");

        static Result of(Caller caller) {
            return new Result(caller, "");
        }

        static Result problem(String problem) {
            return new Result(null, problem);
        }
    }

    Result verify(String token);
}
