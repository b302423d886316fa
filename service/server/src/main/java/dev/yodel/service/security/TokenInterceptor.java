package dev.yodel.service.security;

import dev.yodel.service.security.MethodRules.Need;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call pass if its {@code authorization: Bearer} token is valid and has the scopes that the method needs. Without a
 * valid token a call ends with UNAUTHENTICATED, without a scope with PERMISSION_DENIED. Thread-safe.
 */
final class TokenInterceptor implements ServerInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final String SCHEME = "Bearer ";
    private static final String EXPECTED = " (expected: authorization: Bearer TOKEN)";

    private final List<TokenVerifier> verifiers;
    private final MethodRules rules;
    private final Map<String, Need> needs;
    private final RejectionListener listener;

    TokenInterceptor(List<TokenVerifier> verifiers, MethodRules rules, RejectionListener listener) {
        this.verifiers = verifiers;
        this.rules = rules;
        this.listener = listener;
        needs = rules.memory();
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        Need need = needs.computeIfAbsent(call.getMethodDescriptor().getFullMethodName(), rules::need);
        Status rejection = need.token() ? rejection(need, headers.get(AUTHORIZATION)) : null;
        if (rejection == null) {
            return next.startCall(call, headers);
        }
        listener.rejected(rejection.getCode() == Status.Code.UNAUTHENTICATED ? "unauthenticated" : "permission-denied");
        call.close(rejection, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private @Nullable Status rejection(Need need, @Nullable String authorization) {
        if (authorization == null) {
            return Status.UNAUTHENTICATED.withDescription("token: missing" + EXPECTED);
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Status.UNAUTHENTICATED.withDescription("token: another scheme" + EXPECTED);
        }
        String token = authorization.substring(SCHEME.length()).strip();
        String problem = "unknown";
        for (TokenVerifier verifier : verifiers) {
            TokenVerifier.Result result = verifier.verify(token);
            Caller caller = result.caller();
            if (caller != null) {
                return missingScope(need, caller);
            }
            problem = result.problem();
        }
        return Status.UNAUTHENTICATED.withDescription("token: " + problem + " (expected: a valid token)");
    }

    private static @Nullable Status missingScope(Need need, Caller caller) {
        for (String scope : need.scopes()) {
            if (!caller.scopes().contains(scope)) {
                return Status.PERMISSION_DENIED.withDescription("scope: missing (expected: " + scope + ")");
            }
        }
        return null;
    }
}
