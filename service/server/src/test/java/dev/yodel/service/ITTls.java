package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import dev.yodel.service.settings.ServiceCommand;
import dev.yodel.service.testing.NeedsProgram;
import dev.yodel.service.testing.Programs;
import dev.yodel.service.testing.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on both ports, with the real grpcurl as client of the gRPC port. */
class ITTls {

    @TempDir
    private static Path folder;

    private static TestCertificates authority;
    private static TestCertificates.Pair server;
    private static YodelServer plain;
    private static YodelServer mutual;

    @BeforeAll
    static void start() throws IOException {
        authority = new TestCertificates(folder, "authority");
        server = authority.issue("server", Duration.ofDays(20));
        plain = server(server, "--metrics-tls=on", "--reload-interval=100ms");
        mutual = server(
                server,
                "--tls-client-ca=" + authority.certificate(),
                "--tls-client-auth=require",
                "--metrics-tls=on",
                "--metrics-tls-client-auth=require");
    }

    @AfterAll
    static void stop() {
        plain.close();
        mutual.close();
    }

    @Test
    @NeedsProgram("grpcurl")
    void grpcurl_calls_over_tls() throws IOException, InterruptedException {
        assertThat(grpcurl(plain, "-cacert", authority.certificate().toString()))
                .contains("Hello, Ada!");
    }

    @Test
    @NeedsProgram("grpcurl")
    void grpcurl_calls_with_a_client_certificate() throws IOException, InterruptedException {
        TestCertificates.Pair client = authority.issue("client", Duration.ofDays(1));

        assertThat(grpcurl(
                        mutual,
                        "-cacert",
                        authority.certificate().toString(),
                        "-cert",
                        client.certificate().toString(),
                        "-key",
                        client.key().toString()))
                .contains("Hello, Ada!");
        assertThat(grpcurl(mutual, "-cacert", authority.certificate().toString()))
                .contains("Failed to dial");
    }

    @Test
    @NeedsProgram("grpcurl")
    void plaintext_is_refused() throws IOException, InterruptedException {
        assertThat(grpcurl(plain, "-plaintext")).contains("Failed to dial");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void negotiates_http_2_by_alpn(String version) throws Exception {
        try (SSLSocket socket = connect(plain.grpcTarget(), version)) {
            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        }
    }

    /** By hand, because neither the JDK's client nor OpenSSL's offers them any more. */
    @ParameterizedTest
    @CsvSource({"1, alert", "2, alert", "3, hello"})
    void versions_before_1_2_are_refused(int minor, String answer) throws IOException {
        byte[] hello = clientHello(minor);
        for (String port : List.of(plain.grpcTarget(), plain.metricsUrl().substring("https://".length()))) {
            HostAndPort address = HostAndPort.fromString(port);
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(hello);
                byte[] record = socket.getInputStream().readNBytes(7);

                // Some stacks close the connection without an alert.
                assertThat(record.length == 0 ? "alert" : record[0] == 22 ? "hello" : "alert")
                        .isEqualTo(answer);
            }
        }
    }

    @Test
    void the_metrics_port_is_served_over_tls() throws Exception {
        assertThat(plain.metricsUrl()).startsWith("https://");
        assertThat(scrape(plain)).contains("yodel_server_certificate_expiry_days 19.");
        assertThatThrownBy(() -> scrape(mutual)).isInstanceOf(IOException.class);
    }

    @Test
    void a_changed_certificate_applies_without_a_restart_and_a_broken_one_never() throws Exception {
        TestCertificates.Pair next = authority.issue("next", Duration.ofDays(9));
        TestCertificates.Pair other = authority.issue("other", Duration.ofDays(5));
        byte[] key = Files.readAllBytes(next.key());

        replace(other.certificate(), server.certificate());
        Eventually.assertThatEventually(
                () -> metric("yodel_server_reloads_total{file=\"certificate\",outcome=\"failure\"}"), n -> n >= 1);
        assertThat(subject(plain)).isEqualTo("CN=server");

        replace(next.certificate(), server.certificate());
        replace(Files.write(folder.resolve("copy"), key), server.key());
        Eventually.assertThatEventually(() -> subject(plain), "CN=next"::equals);
        Eventually.assertThatEventually(
                () -> metric("yodel_server_reloads_total{file=\"certificate\",outcome=\"success\"}"), n -> n >= 1);
        assertThat(metric("yodel_server_certificate_expiry_days")).isBetween(8.0, 9.0);

        Files.writeString(folder.resolve("copy"), "not a key");
        replace(folder.resolve("copy"), server.key());
        Eventually.assertThatEventually(
                () -> metric("yodel_server_reloads_total{file=\"certificate\",outcome=\"failure\"}"), n -> n >= 2);
        assertThat(subject(plain)).isEqualTo("CN=next");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-such.pem  | server-key.pem | certificate: FOLDER/no-such.pem (expected: a readable file)",
                "text         | server-key.pem | tls-cert: FOLDER/text (expected: certificates in PEM, which begin with BEGIN CERTIFICATE)",
                "server.pem   | authority.pem  | tls-key: FOLDER/authority.pem (expected: an unencrypted RSA or EC key in PKCS#8 PEM, which begins with BEGIN PRIVATE KEY; convert others with: openssl pkcs8 -topk8 -nocrypt)",
                "stranger.pem | server-key.pem | tls-key: FOLDER/server-key.pem does not belong to the certificate in FOLDER/stranger.pem (expected: the private key of that certificate)",
            })
    void files_that_cannot_be_used_are_named(String certificate, String key, String message) throws IOException {
        Files.writeString(folder.resolve("text"), "no certificate");
        Path own = Files.createTempDirectory(folder, "own");
        TestCertificates stranger = new TestCertificates(own, "stranger");
        Files.copy(
                stranger.issue("a", Duration.ofDays(1)).certificate(),
                folder.resolve("stranger.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        TestCertificates.Pair pair = stranger.issue("server", Duration.ofDays(1));
        Path keyFile = key.equals("server-key.pem") ? pair.key() : folder.resolve(key);
        Path certificateFile = certificate.equals("server.pem") ? pair.certificate() : folder.resolve(certificate);

        assertThatThrownBy(() -> server(new TestCertificates.Pair(certificateFile, keyFile)))
                .hasMessage(message.replace("FOLDER/server-key.pem", keyFile.toString())
                        .replace("FOLDER", folder.toString()));
    }

    private static YodelServer server(TestCertificates.Pair pair, String... flags) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--host=127.0.0.1",
                "--port=0",
                "--metrics-port=0",
                "--tls-cert=" + pair.certificate(),
                "--tls-key=" + pair.key()));
        all.addAll(Arrays.asList(flags));
        return YodelServer.start(ServiceCommand.parse(Map.of(), all.toArray(String[]::new)));
    }

    private static String grpcurl(YodelServer target, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Programs.get("grpcurl").toString(), "-max-time", "20"));
        command.addAll(Arrays.asList(flags));
        command.addAll(List.of("-d", "{\"name\": \"Ada\"}", target.grpcTarget(), "yodel.v1.GreetingService/Greet"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** As a rename, so that no half-written file is read. */
    private static void replace(Path source, Path target) throws IOException {
        Path copy = Files.copy(source, folder.resolve("staged"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String subject(YodelServer target) {
        try (SSLSocket socket = connect(target.grpcTarget(), "TLSv1.3")) {
            socket.startHandshake();
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SSLSocket connect(String target, String version) throws Exception {
        SSLContext context = trusting();
        String[] parts = target.split(":");
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(parts[0], Integer.parseInt(parts[1]));
        socket.setEnabledProtocols(new String[] {version});
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** A ClientHello of TLS 1.minor-1 with the suite that every version knows for an EC certificate, and the P-256 curve. */
    private static byte[] clientHello(int minor) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {3, (byte) minor});
        body.writeBytes(new byte[32]);
        body.write(0); // No session.
        // ECDHE_ECDSA with AES_128_CBC_SHA, and with AES_128_GCM_SHA256 for 1.2.
        body.writeBytes(new byte[] {0, 4, (byte) 0xc0, 0x09, (byte) 0xc0, 0x2b});
        body.writeBytes(new byte[] {1, 0}); // No compression.
        body.writeBytes(new byte[] {0, 22}); // Extensions: curves, point formats, signature algorithms.
        body.writeBytes(new byte[] {0, 10, 0, 4, 0, 2, 0, 23});
        body.writeBytes(new byte[] {0, 11, 0, 2, 1, 0});
        body.writeBytes(new byte[] {0, 13, 0, 4, 0, 2, 4, 3});
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {22, 3, 1, 0, (byte) (body.size() + 4), 1, 0, 0, (byte) body.size()});
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }

    private static double metric(String beginning) {
        try {
            return scrape(plain)
                    .lines()
                    .filter(line -> line.startsWith(beginning))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String scrape(YodelServer target) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
        return client.send(
                        HttpRequest.newBuilder(URI.create(target.metricsUrl() + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static SSLContext trusting() throws Exception {
        X509Certificate root;
        try (var in = Files.newInputStream(authority.certificate())) {
            root = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        TrustManager onlyRoot = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type)
                    throws java.security.cert.CertificateException {
                try {
                    chain[0].verify(root.getPublicKey());
                } catch (java.security.GeneralSecurityException e) {
                    throw new java.security.cert.CertificateException(e);
                }
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {onlyRoot}, null);
        return context;
    }
}
