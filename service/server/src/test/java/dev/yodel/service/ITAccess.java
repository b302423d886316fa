package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.yodel.service.settings.ServiceCommand;
import dev.yodel.service.testing.TestCertificates;
import dev.yodel.v1.GetSequenceRequest;
import dev.yodel.v1.Hello;
import dev.yodel.v1.JoinRequest;
import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every certificate with every token at every service, against one server that requires both. */
class ITAccess {

    private enum Proof {
        NONE,
        WRONG,
        EXPIRED,
        RIGHT
    }

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final String REFLECTION = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";

    private static final Message LIST =
            ServerReflectionRequest.newBuilder().setListServices("").build();

    /** A method of each service, and the scope that it needs: none, one that the token has, or one that it lacks. */
    private static final Map<String, String> METHODS = Map.ofEntries(
            Map.entry("grpc.health.v1.Health/Check", "exempt"),
            Map.entry("yodel.v1.GreetingService/Greet", ""),
            Map.entry("yodel.v1.EchoService/Echo", "echo"),
            Map.entry("yodel.v1.EchoService/EchoTypes", "echo"),
            Map.entry("yodel.v1.RoomService/Join", ""),
            Map.entry("yodel.v1.SequenceService/GetSequence", ""),
            Map.entry("helloworld.Greeter/SayHello", ""),
            Map.entry("grpc.testing.TestService/EmptyCall", ""),
            Map.entry(REFLECTION, ""),
            Map.entry("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", ""),
            Map.entry("grpc.channelz.v1.Channelz/GetServers", "ops"));

    /** What calls of the matrix send where an empty message is not enough. */
    private static final Map<String, Message> REQUESTS = Map.of(
            REFLECTION,
            LIST,
            "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
            LIST,
            "yodel.v1.RoomService/Join",
            JoinRequest.newBuilder()
                    .setHello(Hello.newBuilder().setRoom("alm").setName("Ada"))
                    .build(),
            "yodel.v1.SequenceService/GetSequence",
            GetSequenceRequest.newBuilder().setKey("a").build());

    private static final String STATIC = "a-static-token-of-a-robot";

    @TempDir
    private static Path folder;

    private static final Map<Proof, ManagedChannel> CHANNELS = new EnumMap<>(Proof.class);
    private static final Map<Proof, String> TOKENS = new EnumMap<>(Proof.class);
    private static ECKey key;
    private static YodelServer server;

    @BeforeAll
    static void start() throws IOException, JOSEException {
        TestCertificates authority = new TestCertificates(folder, "authority");
        TestCertificates.Pair pair = authority.issue("server", Duration.ofDays(20));
        key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        Path jwks = Files.writeString(
                folder.resolve("jwks.json"), new JWKSet(key).toPublicJWKSet().toString());
        Path tokens =
                Files.writeString(folder.resolve("tokens"), "# name token scopes\nrobot " + STATIC + " echo,ops\n");
        server = YodelServer.start(ServiceCommand.parse(
                Map.of(),
                "--host=127.0.0.1",
                "--port=0",
                "--metrics-port=0",
                "--tls-cert=" + pair.certificate(),
                "--tls-key=" + pair.key(),
                "--tls-client-ca=" + authority.certificate(),
                "--tls-client-auth=require",
                "--interop=on",
                "--token-file=" + tokens,
                "--jwks=" + jwks,
                "--jwt-issuer=https://issuer.test",
                "--jwt-audience=yodel",
                "--token-scopes=echo=yodel.v1.EchoService/*,ops=grpc.channelz.*"));

        TestCertificates stranger =
                new TestCertificates(Files.createDirectory(folder.resolve("stranger")), "authority");
        CHANNELS.put(Proof.NONE, channel(authority, null));
        CHANNELS.put(Proof.WRONG, channel(authority, stranger.issue("client", Duration.ofDays(1))));
        CHANNELS.put(Proof.EXPIRED, channel(authority, authority.issue("late", Duration.ofDays(-1))));
        CHANNELS.put(Proof.RIGHT, channel(authority, authority.issue("client", Duration.ofDays(1))));
        ECKey other = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        TOKENS.put(Proof.WRONG, token(other, "https://issuer.test", "yodel", Duration.ofHours(1)));
        TOKENS.put(Proof.EXPIRED, token(key, "https://issuer.test", "yodel", Duration.ofMinutes(-2)));
        TOKENS.put(Proof.RIGHT, token(key, "https://issuer.test", "yodel", Duration.ofHours(1)));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        for (ManagedChannel channel : CHANNELS.values()) {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
        server.close();
    }

    static List<Arguments> matrix() {
        return METHODS.keySet().stream()
                .sorted()
                .flatMap(method -> List.of(Proof.values()).stream()
                        .flatMap(certificate -> List.of(Proof.values()).stream()
                                .map(token -> Arguments.of(method, certificate, token))))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void a_call_needs_the_right_certificate_and_the_right_token(String method, Proof certificate, Proof token)
            throws Exception {
        String scope = METHODS.get(method);
        Status.Code reached = method.contains("Sequence") ? Status.Code.NOT_FOUND : Status.Code.OK;
        Status.Code expected = certificate != Proof.RIGHT
                ? Status.Code.UNAVAILABLE
                : scope.equals("exempt")
                        ? reached
                        : token != Proof.RIGHT
                                ? Status.Code.UNAUTHENTICATED
                                : scope.equals("ops") ? Status.Code.PERMISSION_DENIED : reached;

        Status status = call(certificate, method, TOKENS.get(token));

        assertThat(status.getCode()).as("%s", status).isEqualTo(expected);
        assertThat(String.valueOf(status.getDescription()))
                .doesNotContain(TOKENS.get(Proof.RIGHT).substring(0, 20));
    }

    @Test
    void the_matrix_has_every_service() throws Exception {
        List<String> services = new ArrayList<>();
        call(
                Proof.RIGHT,
                REFLECTION,
                TOKENS.get(Proof.RIGHT),
                response -> ServerReflectionResponse.parseFrom(response)
                        .getListServicesResponse()
                        .getServiceList()
                        .forEach(service -> services.add(service.getName())));

        assertThat(METHODS.keySet())
                .extracting(method -> method.substring(0, method.indexOf('/')))
                .containsAll(services);
        assertThat(services).contains("yodel.v1.RoomService", "grpc.health.v1.Health");
    }

    @Test
    void a_static_token_has_the_scopes_of_its_line() throws Exception {
        assertThat(call(Proof.RIGHT, "grpc.channelz.v1.Channelz/GetServers", STATIC))
                .extracting(Status::getCode)
                .isEqualTo(Status.Code.OK);
        assertThat(call(Proof.RIGHT, "yodel.v1.EchoService/Echo", STATIC + "x"))
                .extracting(Status::getCode)
                .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void what_is_wrong_with_a_token_is_said_without_the_token() throws Exception {
        Duration hour = Duration.ofHours(1);
        Map<String, @Nullable String> descriptions = new java.util.LinkedHashMap<>();
        descriptions.put("token: missing (expected: authorization: Bearer TOKEN)", null);
        descriptions.put("token: unknown (expected: a valid token)", "no-such-token");
        descriptions.put("token: expired (expected: a valid token)", TOKENS.get(Proof.EXPIRED));
        descriptions.put("token: not accepted (expected: a valid token)", token(key, "https://other", "yodel", hour));
        descriptions.put(
                "token: signed by an unknown key (expected: a valid token)",
                token(new ECKeyGenerator(Curve.P_256).keyID("two").generate(), "https://issuer.test", "yodel", hour));

        for (Map.Entry<String, @Nullable String> entry : descriptions.entrySet()) {
            Status status = call(Proof.RIGHT, "yodel.v1.EchoService/Echo", entry.getValue());
            assertThat(status.getDescription()).isEqualTo(entry.getKey());
        }
        assertThat(call(Proof.RIGHT, "yodel.v1.EchoService/Echo", token(key, "https://issuer.test", "other", hour))
                        .getDescription())
                .isEqualTo("token: not accepted (expected: a valid token)");
    }

    @Test
    void a_token_that_expired_within_the_clock_skew_is_accepted() throws Exception {
        String late = token(key, "https://issuer.test", "yodel", Duration.ofSeconds(-10));

        assertThat(call(Proof.RIGHT, "yodel.v1.EchoService/Echo", late).getCode())
                .isEqualTo(Status.Code.OK);
    }

    @Test
    void a_token_without_a_signature_is_not_accepted() throws Exception {
        String unsigned =
                new com.nimbusds.jwt.PlainJWT(claims("https://issuer.test", "yodel", Duration.ofHours(1))).serialize();

        assertThat(call(Proof.RIGHT, "yodel.v1.EchoService/Echo", unsigned).getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void rejections_are_counted_and_no_metric_has_a_secret() throws Exception {
        call(Proof.RIGHT, "yodel.v1.EchoService/Echo", null);
        call(Proof.RIGHT, "grpc.channelz.v1.Channelz/GetServers", TOKENS.get(Proof.RIGHT));
        Scrape scrape = new Scrape(server.metricsUrl());

        assertThat(scrape.sample("yodel_server_calls_rejected_total{kind=\"unauthenticated\"}"))
                .isPositive();
        assertThat(scrape.sample("yodel_server_calls_rejected_total{kind=\"permission-denied\"}"))
                .isPositive();
        assertThat(scrape.get("/metrics").body()).doesNotContain(STATIC, TOKENS.get(Proof.RIGHT));
    }

    private static Status call(Proof certificate, String method, @Nullable String token) throws Exception {
        return call(certificate, method, token, response -> {});
    }

    private interface Responses {
        void add(byte[] response) throws IOException;
    }

    /** Calls a method with one request; returns the status of the call. */
    private static Status call(Proof certificate, String method, @Nullable String token, Responses responses)
            throws Exception {
        Metadata headers = new Metadata();
        if (token != null) {
            headers.put(AUTHORIZATION, "Bearer " + token);
        }
        boolean stream = method.contains("Reflection") || method.contains("Join");
        MethodType type = stream ? MethodType.BIDI_STREAMING : MethodType.UNARY;
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(method)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        ClientCall<byte[], byte[]> call = CHANNELS.get(certificate)
                .newCall(descriptor, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS));
        CompletableFuture<Status> closed = new CompletableFuture<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] response) {
                        try {
                            responses.add(response);
                        } catch (IOException e) {
                            closed.completeExceptionally(e);
                        }
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        closed.complete(status);
                    }
                },
                headers);
        call.request(10);
        call.sendMessage(
                REQUESTS.getOrDefault(method, Empty.getDefaultInstance()).toByteArray());
        call.halfClose();
        return closed.get(60, TimeUnit.SECONDS);
    }

    private static ManagedChannel channel(TestCertificates authority, TestCertificates.@Nullable Pair client)
            throws IOException {
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder()
                .trustManager(authority.certificate().toFile());
        if (client != null) {
            credentials.keyManager(client.certificate().toFile(), client.key().toFile());
        }
        ChannelCredentials built = credentials.build();
        return Grpc.newChannelBuilder(server.grpcTarget(), built).build();
    }

    private static String token(ECKey signer, String issuer, String audience, Duration validFor) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(signer.getKeyID())
                        .build(),
                claims(issuer, audience, validFor));
        jwt.sign(new ECDSASigner(signer));
        return jwt.serialize();
    }

    private static JWTClaimsSet claims(String issuer, String audience, Duration validFor) {
        return new JWTClaimsSet.Builder()
                .subject("ada")
                .issuer(issuer)
                .audience(audience)
                .claim("scope", "echo greet")
                .expirationTime(Date.from(Instant.now().plus(validFor)))
                .build();
    }

    /** Messages as bytes: no method of the matrix needs more. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
