package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    private static final String AUTHORITY = TestTls.path("authority.pem");

    @TempDir
    private Path folder;

    @Test
    void a_server_with_a_trusted_certificate_for_its_name_is_called() {
        CallSample sample = call(trusted("server"), protocol -> protocol.trustCertificates(AUTHORITY));

        assertThat(sample.error()).isNull();
    }

    @Test
    void without_a_word_on_trust_it_is_the_JVMs_that_counts() {
        CallSample sample = call(trusted("server"), protocol -> protocol);

        assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
        assertThat(sample.error()).startsWith("UNAVAILABLE: TLS: unable to find valid certification path");
    }

    @Test
    void a_certificate_of_another_authority_is_refused() {
        CallSample sample =
                call(trusted("server"), protocol -> protocol.trustCertificates(TestTls.path("stranger.pem")));

        assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
        assertThat(sample.error()).startsWith("UNAVAILABLE: TLS: unable to find valid certification path");
    }

    @Test
    void a_certificate_for_another_name_is_refused() {
        CallSample sample = call(trusted("elsewhere"), protocol -> protocol.trustCertificates(AUTHORITY));

        assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
        assertThat(sample.error()).startsWith("UNAVAILABLE: TLS: No ").contains("found");
    }

    @Test
    void the_authority_is_the_name_that_counts() {
        CallSample sample = call(
                trusted("elsewhere"),
                protocol -> protocol.trustCertificates(AUTHORITY).authority("elsewhere.example"));

        assertThat(sample.error()).isNull();
    }

    @Test
    void an_expired_certificate_is_refused() {
        CallSample sample = call(trusted("expired"), protocol -> protocol.trustCertificates(AUTHORITY));

        assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
        assertThat(sample.error()).startsWith("UNAVAILABLE: TLS: ").endsWith("the server's certificate has expired");
    }

    @Test
    void any_certificate_will_do_where_all_are_trusted() {
        assertThat(call(trusted("elsewhere"), GrpcProtocolBuilder::trustAllCertificates)
                        .error())
                .isNull();
        assertThat(call(trusted("expired"), GrpcProtocolBuilder::trustAllCertificates)
                        .error())
                .isNull();
    }

    @Test
    void a_server_that_asks_is_shown_the_client_certificate() {
        CallSample sample = call(
                asking(),
                protocol -> protocol.trustCertificates(AUTHORITY)
                        .clientCertificate(TestTls.path("client.pem"), TestTls.path("client.key")));

        assertThat(sample.error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_server_that_asks_in_vain_refuses(String version) {
        CallSample sample = call(asking(version), protocol -> protocol.trustCertificates(AUTHORITY));

        assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
        assertThat(sample.error()).isEqualTo("UNAVAILABLE: TLS: the server requires a client certificate");
    }

    @Test
    void a_request_for_a_certificate_is_that_of_its_target_alone() {
        try (TestServer asking = asking();
                RawServer closing = RawServer.accepting(socket -> new RawServer.Frames(socket).hangUp());
                GatlingBed bed = new GatlingBed(grpc.target(asking.target())
                        .target("other", closing.target())
                        .trustCertificates(AUTHORITY))) {
            bed.run(exec(
                    grpc("asks").unary(TestServer.UNARY).send(text("hi")),
                    grpc("closes").unary(TestServer.UNARY).on("other").send(text("hi"))));

            List<CallSample> samples = List.copyOf(bed.samples.calls);
            assertThat(samples).extracting(CallSample::name).containsExactly("asks", "closes");
            assertThat(samples.get(0).error()).isEqualTo("UNAVAILABLE: TLS: the server requires a client certificate");
            assertThat(samples.get(1).error()).startsWith("UNAVAILABLE").doesNotContain("client certificate");
        }
    }

    @Test
    void each_channel_shakes_hands_as_a_client_of_its_own() throws SSLException {
        AtomicInteger handshakes = new AtomicInteger();
        SslContext context = GrpcSslContexts.configure(SslContextBuilder.forServer(
                        TestTls.file("server.pem").toFile(),
                        TestTls.file("server.key").toFile()))
                .trustManager(new CountingTrust(handshakes))
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        try (TestServer server = TestServer.built(builder -> builder.sslContext(context));
                GatlingBed bed = new GatlingBed(grpc.target(server.target())
                        .trustCertificates(AUTHORITY)
                        .clientCertificate(TestTls.path("client.pem"), TestTls.path("client.key"))
                        .channelPerUser())) {
            for (int user = 0; user < 4; user++) {
                bed.run(exec(grpc("greet").unary(TestServer.UNARY).send(text("hi"))));
            }

            assertThat(bed.samples.calls).hasSize(4).allMatch(CallSample::ok);
            assertThat(handshakes).hasValue(4);
        }
    }

    @Test
    void TLS_to_a_plaintext_server_is_reported_as_such() {
        CallSample sample = call(new TestServer(), protocol -> protocol.trustCertificates(AUTHORITY));

        assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
        assertThat(sample.error()).isEqualTo("UNAVAILABLE: TLS: the server does not speak TLS");
    }

    @Test
    void plaintext_to_a_TLS_server_is_reported_as_such() {
        CallSample sample = call(trusted("server"), GrpcProtocolBuilder::usePlaintext);

        assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
        assertThat(sample.error())
                .isEqualTo("UNAVAILABLE: closed before HTTP/2 began: the server expects TLS, or is not a gRPC server");
    }

    @Test
    void credentials_of_gRPCs_own_are_taken_as_they_are() {
        CallSample sample = call(trusted("server"), protocol -> {
            try {
                return protocol.channelCredentials(TlsChannelCredentials.newBuilder()
                        .trustManager(TestTls.file("authority.pem").toFile())
                        .build());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(sample.error()).isNull();
    }

    @Test
    void a_bad_file_is_one_clear_line_when_the_protocol_is_built() throws IOException {
        Path junk = Files.writeString(folder.resolve("junk.pem"), "no certificate");
        Path missing = folder.resolve("missing.pem");
        GrpcProtocolBuilder protocol = grpc.target("localhost:1");
        String client = TestTls.path("client.pem");

        assertRefused(
                protocol.trustCertificates(missing.toString()),
                "trusted certificates: %s (expected: an existing file)".formatted(missing));
        assertRefused(
                protocol.trustCertificates(folder.toString()),
                "trusted certificates: %s (expected: a readable file)".formatted(folder));
        assertRefused(
                protocol.trustCertificates(junk.toString()),
                "trusted certificates: %s: nothing in PEM form (expected: at least one CERTIFICATE)".formatted(junk));
        assertRefused(
                protocol.trustCertificates(TestTls.path("client.key")),
                "trusted certificates: %s: PRIVATE KEY (expected: at least one CERTIFICATE)"
                        .formatted(TestTls.path("client.key")));
        assertRefused(
                protocol.clientCertificate(client, client),
                "client key: %s: CERTIFICATE (expected: one PRIVATE KEY, which is PKCS #8 and not encrypted)"
                        .formatted(client));
        assertRefused(
                protocol.clientCertificate(client, TestTls.path("server.key")),
                "client key: %s: PRIVATE KEY (expected: the key that belongs to %s)"
                        .formatted(TestTls.path("server.key"), client));
    }

    private static void assertRefused(GrpcProtocolBuilder protocol, String message) {
        assertThatIllegalArgumentException().isThrownBy(protocol::protocol).withMessage(message);
    }

    private static TestServer trusted(String certificate) {
        return TestServer.withTls(certificate, builder -> builder);
    }

    /** A server that wants to see a certificate. */
    private static TestServer asking() {
        return asking("TLSv1.2", "TLSv1.3");
    }

    private static TestServer asking(String... versions) {
        try {
            SslContext context = GrpcSslContexts.configure(SslContextBuilder.forServer(
                            TestTls.file("server.pem").toFile(),
                            TestTls.file("server.key").toFile()))
                    .trustManager(TestTls.file("authority.pem").toFile())
                    .clientAuth(ClientAuth.REQUIRE)
                    .protocols(versions)
                    .build();
            return TestServer.built(builder -> builder.sslContext(context));
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CallSample call(TestServer server, UnaryOperator<GrpcProtocolBuilder> how) {
        try (server;
                GatlingBed bed = new GatlingBed(how.apply(grpc.target(server.target())))) {
            bed.run(exec(grpc("greet").unary(TestServer.UNARY).send(text("hi"))));
            return bed.samples.only();
        }
    }

    /** Trusts any client, and counts those who showed a certificate: who resumes a session need not. */
    private static final class CountingTrust extends X509ExtendedTrustManager {

        private final AtomicInteger count;

        CountingTrust(AtomicInteger count) {
            this.count = count;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            count.incrementAndGet();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            count.incrementAndGet();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            count.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
