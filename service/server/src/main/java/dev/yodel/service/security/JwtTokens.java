package dev.yodel.service.security;

import com.google.common.base.Splitter;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import java.text.ParseException;
import java.util.Date;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JSON Web Tokens by a set of public keys: signature, issuer, audience and time. Verified tokens are remembered
 * until they expire, because a signature costs more than a call. Thread-safe.
 */
final class JwtTokens implements TokenVerifier {

    /** A token that was verified, and when that ends. */
    private record Verified(Result result, long expiryMillis) {}

    /** The processor of a key set, and the tokens that it verified. */
    private record Keys(JWKSet set, DefaultJWTProcessor<SecurityContext> processor, Cache<String, Verified> verified) {}

    /** Only signatures by private keys: with a shared secret, every server could issue tokens. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_TOKEN_LENGTH = 8192;
    private static final Splitter SCOPES = Splitter.on(' ').omitEmptyStrings();

    private final JwtRules rules;
    private final LongSupplier clockMillis;
    private volatile @Nullable Keys keys;
    private volatile boolean keyMissed;

    /**
     * @param clockMillis the time since the epoch
     */
    JwtTokens(JwtRules rules, LongSupplier clockMillis) {
        this.rules = rules;
        this.clockMillis = clockMillis;
    }

    /** Uses other keys from now on. Private ones and shared secrets in the set are ignored. */
    void use(JWKSet set) {
        JWKSet publicKeys = set.toPublicJWKSet();
        keys = new Keys(
                publicKeys,
                processor(publicKeys),
                CacheBuilder.newBuilder().maximumSize(MAX_REMEMBERED).build());
    }

    /** Whether there are keys. */
    boolean hasKeys() {
        return keys != null;
    }

    /** Whether a token named a key that is not in the set, since the last question. */
    boolean takeKeyMissed() {
        boolean missed = keyMissed;
        keyMissed = false;
        return missed;
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // The library's type.
    public Result verify(String token) {
        Keys current = keys;
        if (token.length() > MAX_TOKEN_LENGTH || token.indexOf('.') < 0) {
            return Result.UNKNOWN;
        }
        if (current == null) {
            return Result.problem("cannot be verified yet, because the keys are not loaded");
        }
        Verified known = current.verified().getIfPresent(token);
        if (known != null) {
            return clockMillis.getAsLong() < known.expiryMillis() ? known.result() : Result.problem("expired");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            String keyId = jwt.getHeader().getKeyID();
            if (keyId != null && current.set().getKeyByKeyId(keyId) == null) {
                keyMissed = true;
                return Result.problem("signed by an unknown key");
            }
            JWTClaimsSet claims = current.processor().process(jwt, null);
            Result result = Result.of(caller(claims));
            long expiry =
                    claims.getExpirationTime().getTime() + rules.clockSkew().toMillis();
            current.verified().put(token, new Verified(result, expiry));
            return result;
        } catch (ExpiredJWTException e) {
            return Result.problem("expired");
        } catch (ParseException e) {
            return Result.UNKNOWN;
        } catch (BadJOSEException | JOSEException e) {
            // Its messages name the claim and, at most, the audience or issuer that was expected.
            return Result.problem("not accepted");
        }
    }

    private static Caller caller(JWTClaimsSet claims) throws ParseException {
        Object scope = claims.getClaim("scope");
        Set<String> scopes = scope instanceof String text ? Set.copyOf(SCOPES.splitToList(text)) : Set.of();
        return new Caller(claims.getSubject(), scopes);
    }

    private DefaultJWTProcessor<SecurityContext> processor(JWKSet set) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(set)));
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(
                        rules.audience(),
                        new JWTClaimsSet.Builder().issuer(rules.issuer()).build(),
                        Set.of("exp", "sub")) {
                    @Override
                    @SuppressWarnings("JavaUtilDate") // The library's type.
                    protected Date currentTime() {
                        return new Date(clockMillis.getAsLong());
                    }
                };
        claims.setMaxClockSkew((int) rules.clockSkew().toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }
}
