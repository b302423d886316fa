package dev.yodel.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from a URL, served by this test. */
class JwtKeysTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final AtomicInteger fetches = new AtomicInteger();
    private final List<String> reloads = new ArrayList<>();
    private final JwtTokens tokens =
            new JwtTokens(new JwtRules("issuer", "yodel", Duration.ofSeconds(30)), millis::get);
    private final ECKey one = key("one");
    private final ECKey two = key("two");
    private volatile String served = set(one);
    private volatile int status = 200;
    private HttpServer issuer;
    private JwtKeys keys;

    @BeforeEach
    void serve() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            byte[] body = served.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
        keys = new JwtKeys(
                "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys",
                tokens,
                nanos::get,
                (what, succeeded) -> reloads.add(what + " " + succeeded));
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    @Test
    void before_the_first_fetch_a_token_cannot_be_verified() {
        assertThat(tokens.verify(token(one)).problem())
                .isEqualTo("cannot be verified yet, because the keys are not loaded");
        keys.refresh();
        assertThat(tokens.verify(token(one)).caller()).isNotNull();
    }

    @Test
    void an_unknown_key_is_looked_for_at_the_next_refresh_and_others_after_five_minutes() {
        keys.refresh();
        keys.refresh();
        assertThat(fetches).hasValue(1);

        served = set(two);
        assertThat(tokens.verify(token(two)).problem()).isEqualTo("signed by an unknown key");
        keys.refresh();
        assertThat(fetches).hasValue(2);
        assertThat(tokens.verify(token(two)).caller()).isNotNull();
        assertThat(tokens.verify(token(one)).problem()).isEqualTo("signed by an unknown key");

        tokens.takeKeyMissed();
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(5));
        keys.refresh();
        assertThat(fetches).hasValue(3);
        assertThat(reloads).containsExactly("jwks true", "jwks true");
    }

    @Test
    void earlier_keys_stay_in_use_while_the_issuer_is_down() {
        keys.refresh();
        status = 503;
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(6));
        keys.refresh();
        keys.refresh();

        assertThat(tokens.verify(token(one)).caller()).isNotNull();
        assertThat(reloads).containsExactly("jwks true", "jwks false");
    }

    @Test
    void a_token_that_was_verified_expires_all_the_same() {
        keys.refresh();
        String token = token(one);
        assertThat(tokens.verify(token).caller()).isNotNull();

        millis.addAndGet(TimeUnit.SECONDS.toMillis(60 + 29));
        assertThat(tokens.verify(token).caller()).isNotNull();
        millis.addAndGet(TimeUnit.SECONDS.toMillis(2));
        assertThat(tokens.verify(token).problem()).isEqualTo("expired");
    }

    /** The attack: the public key, which everybody has, as the shared secret of an HMAC. */
    @Test
    void a_signature_by_a_shared_secret_is_not_accepted() throws JOSEException {
        keys.refresh();
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims());
        forged.sign(new MACSigner(one.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));

        assertThat(tokens.verify(forged.serialize()).problem()).isEqualTo("not accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://issuer.test/keys", "ftp://127.0.0.1/keys", "https://user:pass@issuer.test/keys"})
    void an_unsafe_url_is_refused(String url) {
        assertThatThrownBy(() -> new JwtKeys(url, tokens, nanos::get, (what, succeeded) -> {}))
                .hasMessageStartingWith("jwks: not a usable URL (expected: ")
                .hasMessageNotContaining("pass@");
    }

    private String token(ECKey key) {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims());
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    /** Valid for a minute from the start of the test. */
    private static JWTClaimsSet claims() {
        return new JWTClaimsSet.Builder()
                .subject("ada")
                .issuer("issuer")
                .audience("yodel")
                .expirationTime(new Date(1_000_000 + 60_000))
                .build();
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String set(ECKey key) {
        return new JWKSet(key).toPublicJWKSet().toString();
    }
}
