package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.service.testing.TestCertificates;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with the certificate of the gRPC port, which is reloaded as there. */
class ITGatewayTls {

    @TempDir
    Path folder;

    @Test
    void serves_https_and_wss_and_follows_a_new_certificate() throws Exception {
        TestCertificates authority = new TestCertificates(folder, "authority");
        TestCertificates.Pair first = authority.issue("first", Duration.ofDays(1));
        Path certificate = Files.copy(first.certificate(), folder.resolve("server.pem"));
        Path key = Files.copy(first.key(), folder.resolve("server-key.pem"));
        HttpClient client = client(authority.certificate());
        try (ServiceProcess service = ServiceProcess.serve(
                "--http-port",
                "0",
                "--tls-cert",
                certificate.toString(),
                "--tls-key",
                key.toString(),
                "--reload-interval",
                "100ms")) {
            URI uri = URI.create(service.gatewayUrl().replace("127.0.0.1", "localhost"));
            assertThat(uri.getScheme()).isEqualTo("https");
            HttpResponse<String> response = get(client, uri);
            assertThat(response.body()).contains("Hello, World!");
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(subject(response)).contains("first");

            Socket socket = Socket.open(client, uri.resolve("/v1/echo:chat"));
            assertThat(socket.send("{\"message\":\"x\"}").next()).contains("x");
            socket.send("").closed();

            TestCertificates.Pair second = authority.issue("second", Duration.ofDays(1));
            Files.write(key, Files.readAllBytes(second.key()));
            Files.write(certificate, Files.readAllBytes(second.certificate()));
            long end = System.nanoTime() + 30_000_000_000L;
            while (!subject(get(client(authority.certificate()), uri)).contains("second")) {
                assertThat(System.nanoTime()).as("30 s").isLessThan(end);
                Thread.sleep(50);
            }
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI uri) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri.resolve("/v1/greetings/World"))
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String subject(HttpResponse<?> response) throws Exception {
        return ((X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    private static HttpClient client(Path authority) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        try (InputStream in = Files.newInputStream(authority)) {
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
