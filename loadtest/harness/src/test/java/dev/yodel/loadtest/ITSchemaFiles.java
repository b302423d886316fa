package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.testing.OutsideProgram;
import java.io.IOException;
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

/** Loads of a grpc-go server without reflection, on a Unix domain socket: its schema comes from files. */
@TestInstance(Lifecycle.PER_CLASS)
class ITSchemaFiles {

    private static final String SERVICE = """
            syntax = "proto3";
            package testing;
            import "shapes/empty.proto";
            service TestService {
              rpc EmptyCall(Empty) returns (Empty);
              rpc UnaryCall(SimpleRequest) returns (SimpleResponse);
            }
            message Payload { int32 type = 1; bytes body = 2; }
            message SimpleRequest { int32 response_type = 1; int32 response_size = 2; Payload payload = 3; }
            message SimpleResponse { Payload payload = 1; }
            """;
    private static final String EMPTY = "syntax = \"proto3\"; package testing; message Empty {}";

    @TempDir
    Path folder;

    private final OutsideProgram programs = new OutsideProgram();
    private String program;
    private ForeignServer server;
    private String target;
    private Path proto;
    private Path imports;

    @BeforeAll
    void startServer(@TempDir Path logs) throws Exception {
        program = programs.program("testserver").toString();
        Path socket = Files.createTempDirectory("y").resolve("s"); // socket paths are short
        server = ForeignServer.start(logs, Map.of(), program, "-q", "-noreflect", "-unix", socket.toString());
        target = "unix:" + server.socket();
        proto = Files.writeString(logs.resolve("testing.proto"), SERVICE);
        imports = Files.createDirectories(logs.resolve("imports"));
        Files.createDirectory(imports.resolve("shapes"));
        Files.writeString(imports.resolve("shapes/empty.proto"), EMPTY);
    }

    @AfterAll
    void endServer() throws IOException {
        if (server != null) {
            server.close();
            Path socket = Path.of(target.substring("unix:".length()));
            Files.deleteIfExists(socket); // it was killed
            Files.deleteIfExists(socket.getParent());
        }
    }

    @Test
    void proto_files() throws Exception {
        assertMeasures("--proto", proto.toString(), "--import-path", imports.toString());
    }

    @Test
    void proto_files_as_in_the_readme() throws Exception {
        Files.copy(proto, folder.resolve("testing.proto"));
        Path protos = Files.createDirectories(folder.resolve("protos/shapes"));
        Files.writeString(protos.resolve("empty.proto"), EMPTY);

        JsonNode call = new LoadProgram(target, folder).measure(ReadmeExample.flags("proto"));

        assertThat(call.get("ok").asLong()).isPositive();
        assertThat(call.get("failed").asLong()).isZero();
    }

    @Test
    void a_descriptor_set_that_grpcurl_wrote(@TempDir Path logs) throws Exception {
        Path set = logs.resolve("testing.binpb");
        try (ForeignServer reflecting = ForeignServer.start(logs, Map.of(), program, "-q")) {
            String[] export = {
                programs.program("grpcurl").toString(),
                "-plaintext",
                "-protoset-out",
                set.toString(),
                reflecting.target(),
                "describe",
                "testing.TestService"
            };
            assertThat(new ProcessBuilder(export)
                            .redirectErrorStream(true)
                            .redirectOutput(logs.resolve("grpcurl").toFile())
                            .start()
                            .waitFor())
                    .isZero();
        }
        assertMeasures("--protoset", set.toString());
    }

    @Test
    void a_server_without_reflection_is_answered_with_the_flags_to_add() throws Exception {
        assertRefused("target %s: server reflection is not served (expected: --proto FILE or --protoset FILE "
                .formatted(target));
    }

    /** The server implements no health service: its own answer is counted. */
    @Test
    void health_needs_no_schema() throws Exception {
        JsonNode call = new LoadProgram(target, folder)
                .measureFailures("--call", "grpc.health.v1.Health/Check", "--users", "1", "--count", "5");

        assertThat(call.at("/statuses/UNIMPLEMENTED").asLong()).isEqualTo(5);
    }

    @Test
    void a_proto_file_that_does_not_compile() throws Exception {
        Path broken =
                Files.writeString(folder.resolve("broken.proto"), "syntax = \"proto3\";\nmessage A { int32 a }\n");
        assertRefused("broken.proto:2:21: '}' (expected: =)", "--proto", broken.toString());
    }

    @Test
    void an_import_that_is_in_no_folder() throws Exception {
        assertRefused(
                ".proto files: testing.TestService.EmptyCall: \"Empty\" is not defined. (missing import: shapes/empty.proto)"
                        + " (--import-path DIR names a folder with imports)",
                "--proto",
                proto.toString());
    }

    @Test
    void a_method_that_the_file_lacks() throws Exception {
        new LoadProgram(target, folder)
                .assertRefused(
                        "method: EmptyCal of testing.TestService (expected: EmptyCall",
                        "--call",
                        "testing.TestService/EmptyCal",
                        "--proto",
                        proto.toString(),
                        "--import-path",
                        imports.toString());
    }

    private void assertMeasures(String... flags) throws Exception {
        String[] call = {
            "--call",
            "testing.TestService/UnaryCall",
            "--data",
            "{\"payload\": {\"body\": \"aGk=\"}}",
            "--users",
            "2",
            "--count",
            "50"
        };
        JsonNode request = new LoadProgram(target, folder).measure(with(call, flags));

        assertThat(request.at("/statuses/OK").asLong()).isEqualTo(50);
    }

    private void assertRefused(String line, String... flags) throws Exception {
        String[] call = {"--call", "testing.TestService/EmptyCall"};
        new LoadProgram(target, folder).assertRefused(line, with(call, flags));
    }

    private static String[] with(String[] call, String... flags) {
        List<String> all = new ArrayList<>(Arrays.asList(call));
        all.addAll(Arrays.asList(flags));
        return all.toArray(String[]::new);
    }
}
