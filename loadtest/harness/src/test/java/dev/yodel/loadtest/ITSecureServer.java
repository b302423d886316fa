package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.testing.OutsideProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads of a grpc-go server behind TLS, one that requires a client certificate, and one that uses neither. */
@TestInstance(Lifecycle.PER_CLASS)
class ITSecureServer {

    private static final Path KEYS =
            Path.of("../gatling-grpc/src/test/resources/tls").toAbsolutePath().normalize();
    private static final String[] CALLS = {"--call", "testing.TestService/EmptyCall", "--users", "2", "--count", "50"};

    @TempDir
    Path folder;

    private final List<ForeignServer> servers = new ArrayList<>();
    private String plaintext;
    private String tls;
    private String mutual;

    @BeforeAll
    void startServers(@TempDir Path logs) throws Exception {
        String program = new OutsideProgram().program("testserver").toString();
        List<String> secure = List.of(program, "-q", "-cert", key("server.pem"), "-key", key("server.key"));
        List<String> requiring = new ArrayList<>(secure);
        requiring.addAll(List.of("-cacert", key("authority.pem"), "-requirecert"));
        plaintext = start(logs, List.of(program, "-q"));
        tls = start(logs, secure);
        mutual = start(logs, requiring);
    }

    private String start(Path logs, List<String> command) throws Exception {
        Path own = Files.createDirectory(logs.resolve(String.valueOf(servers.size())));
        ForeignServer server = ForeignServer.start(own, Map.of(), command.toArray(String[]::new));
        servers.add(server);
        return server.target();
    }

    @AfterAll
    void endServers() {
        servers.forEach(ForeignServer::close);
    }

    @Test
    void tls_with_a_ca_of_its_own() throws Exception {
        assertMeasures(tls, "--cacert", key("authority.pem"));
    }

    @Test
    void tls_as_in_the_readme() throws Exception {
        Files.copy(KEYS.resolve("authority.pem"), folder.resolve("ca.pem"));

        JsonNode call = new LoadProgram(tls, folder).measure(ReadmeExample.flags("tls"));

        assertThat(call.get("ok").asLong()).isPositive();
        assertThat(call.get("failed").asLong()).isZero();
    }

    @Test
    void tls_without_verification() throws Exception {
        assertMeasures(tls, "--insecure-skip-verify");
    }

    @Test
    void tls_for_another_name() throws Exception {
        String port = tls.substring(tls.lastIndexOf(':'));
        assertMeasures("ipv4:127.0.0.1" + port, "--cacert", key("authority.pem"), "--servername", "localhost");
    }

    @Test
    void mutual_tls() throws Exception {
        assertMeasures(
                mutual, "--cacert", key("authority.pem"), "--cert", key("client.pem"), "--key", key("client.key"));
    }

    @Test
    void a_target_by_name_resolution() throws Exception {
        assertMeasures("dns:///" + plaintext, "--plaintext", "--authority", "test.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls | | closed before HTTP/2 began: the server expects TLS, or is not a gRPC server (expected: a gRPC server in plaintext HTTP/2; for TLS add --tls, or --cacert FILE for a CA of your own)",
                "tls | --tls | the server's certificate is not trusted (expected: one that Java trusts; --cacert FILE trusts a CA of your own, --insecure-skip-verify any)",
                "tls | --cacert KEYS/authority.pem --servername other.example | the server's certificate is not for other.example (expected: a certificate with that name; --servername NAME checks for another one)",
                "mutual | --cacert KEYS/authority.pem | the server requires a client certificate (expected: --cert FILE and --key FILE)",
                "plaintext | --tls | the server does not speak TLS (expected: a gRPC server with TLS; for plaintext leave out the flags of TLS)",
            })
    void a_connection_that_cannot_work_names_the_flag_that_helps(String server, String flags, String line)
            throws Exception {
        String target =
                Map.of("tls", tls, "mutual", mutual, "plaintext", plaintext).get(server);
        new LoadProgram(target, folder)
                .assertRefused(
                        "target %s: %s".formatted(target, line),
                        with(
                                flags == null
                                        ? new String[0]
                                        : flags.replace("KEYS", KEYS.toString()).split(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--plaintext --tls | --tls: cannot be combined with --plaintext (expected: one of the two)",
                "--cert a.pem | --cert: without --key (expected: both, or neither)",
                "--key a.pem | --key: without --cert (expected: both, or neither)",
                "--cacert a.pem --insecure-skip-verify | --insecure-skip-verify: cannot be combined with --cacert (expected: one of the two)",
                "--servername a --authority b | --servername: a with --authority b (expected: one of the two, they set the same name)",
                "--cacert no.pem | trusted certificates: no.pem (expected: an existing file)",
                "--proto a.proto --protoset b | --proto: cannot be combined with --protoset (expected: one of the two)",
                "--import-path a | --import-path: without --proto (expected: both)",
            })
    void flags_that_contradict_each_other(String flags, String line) throws Exception {
        new LoadProgram("localhost:1", folder).assertRefused(line, with(flags.split(" ")));
    }

    private void assertMeasures(String target, String... flags) throws Exception {
        JsonNode call = new LoadProgram(target, folder).measure(with(flags));

        assertThat(call.at("/statuses/OK").asLong()).isEqualTo(50);
    }

    private static String[] with(String... flags) {
        List<String> all = new ArrayList<>(List.of(CALLS));
        all.addAll(Arrays.asList(flags));
        return all.toArray(String[]::new);
    }

    private static String key(String file) {
        return KEYS.resolve(file).toString();
    }
}
