package dev.yodel.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.ExtensionRegistry;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the API that buf does not know, checked on the descriptor set as a user of the jar finds it. */
class ApiTest {

    /**
     * The path of an element in {@code SourceCodeInfo}, its numbers joined by dots: a service (6) and its methods
     * (2); a message (4), those nested in it (3), their fields (2), oneofs (8) and enums (4); an enum (5) and its
     * values (2).
     */
    private static final Pattern ELEMENT = Pattern.compile(
            "6\\.\\d+(\\.2\\.\\d+)?|4\\.\\d+(\\.3\\.\\d+)*(\\.[28]\\.\\d+|\\.4\\.\\d+(\\.2\\.\\d+)?)?|5\\.\\d+(\\.2\\.\\d+)?");

    private static final Path SOURCES = Path.of("src/main/protobuf");

    private final List<FileDescriptorProto> files;

    ApiTest() throws IOException {
        ExtensionRegistry extensions = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(extensions);
        try (InputStream in = resource("/yodel.binpb")) {
            files = FileDescriptorSet.parseFrom(in, extensions).getFileList();
        }
    }

    @Test
    void every_element_is_commented() {
        Map<Boolean, List<String>> elements = ours().flatMap(file -> file.getSourceCodeInfo().getLocationList().stream()
                        .filter(ApiTest::isElement)
                        .map(location -> Map.entry(
                                !location.getLeadingComments().isBlank(),
                                file.getName() + ":" + (location.getSpan(0) + 1))))
                .collect(Collectors.partitioningBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));

        assertThat(elements.get(true)).hasSizeGreaterThan(100);
        assertThat(elements.get(false)).as("lines without a comment").isEmpty();
    }

    @Test
    void every_request_carries_behavior_in_field_14() {
        assertThat(types(MethodDescriptorProto::getInputType)).isNotEmpty().allSatisfy(message -> {
            assertThat(message.getName()).endsWith("Request");
            assertThat(typeOfField(message, 14))
                    .isEqualTo(hasNoBehavior(message) ? "no field 14" : "behavior: .yodel.v1.Behavior");
        });
    }

    @Test
    void every_response_carries_response_info_in_field_15() {
        assertThat(types(MethodDescriptorProto::getOutputType)).isNotEmpty().allSatisfy(message -> {
            assertThat(message.getName()).endsWith("Response");
            assertThat(typeOfField(message, 15))
                    .isEqualTo(hasNoBehavior(message) ? "no field 15" : "info: .yodel.v1.ResponseInfo");
        });
    }

    @Test
    void every_method_has_its_own_path_over_http() {
        List<String> paths = methods(ours().filter(file -> !isForAdministrators(file)))
                .map(method -> method.getOptions().getExtension(AnnotationsProto.http))
                .map(rule -> rule.getPatternCase() == HttpRule.PatternCase.GET
                        ? "GET " + rule.getGet()
                        : "POST " + rule.getPost())
                .toList();

        assertThat(paths)
                .hasSizeGreaterThanOrEqualTo(8)
                .doesNotHaveDuplicates()
                .allSatisfy(path -> assertThat(path).matches("(GET|POST) /v1/.+"));
    }

    @Test
    void every_shape_of_call_is_there_in_greeting_and_echo() {
        assertThat(ours().flatMap(file -> file.getServiceList().stream())
                        .filter(service ->
                                Set.of("GreetingService", "EchoService").contains(service.getName())))
                .hasSize(2)
                .allSatisfy(service -> assertThat(service.getMethodList())
                        .extracting(
                                MethodDescriptorProto::getClientStreaming, MethodDescriptorProto::getServerStreaming)
                        .contains(tuple(false, false), tuple(false, true), tuple(true, false), tuple(true, true)));
    }

    @Test
    void the_descriptor_set_needs_no_other_file() {
        List<String> names = files.stream().map(FileDescriptorProto::getName).toList();

        assertThat(files).allSatisfy(file -> assertThat(names).containsAll(file.getDependencyList()));
    }

    @Test
    void the_proto_files_travel_in_the_jar() {
        assertThat(files.stream()
                        .filter(file -> !file.getPackage().startsWith("google."))
                        .map(file -> "/" + file.getName()))
                .contains("/yodel/v1/echo.proto", "/helloworld/helloworld.proto")
                .allSatisfy(name -> {
                    try (InputStream in = resource(name)) {
                        assertThat(in).isNotEmpty();
                    }
                });
    }

    /** protoc and proto-loader bring {@code google/protobuf}; every other import is in the folder. */
    @Test
    void the_source_folder_needs_no_other_file() {
        assertThat(files.stream()
                        .map(FileDescriptorProto::getName)
                        .filter(name -> !name.startsWith("google/protobuf/")))
                .contains("google/api/http.proto", "google/rpc/error_details.proto")
                .allSatisfy(name -> assertThat(SOURCES.resolve(name)).isRegularFile());
    }

    /** The Java stubs of these files come from proto-google-common-protos: a new version of it needs new copies. */
    @Test
    void the_copied_files_are_those_that_the_java_stubs_are_made_of() throws IOException {
        try (Stream<Path> copies = Files.walk(SOURCES.resolve("google"))) {
            assertThat(copies.filter(Files::isRegularFile)).isNotEmpty().allSatisfy(copy -> {
                String name = SOURCES.relativize(copy).toString().replace(File.separatorChar, '/');
                try (InputStream original = resource("/" + name)) {
                    assertThat(copy).hasBinaryContent(original.readAllBytes());
                }
            });
        }
    }

    private Stream<FileDescriptorProto> ours() {
        return files.stream().filter(file -> file.getPackage().equals("yodel.v1"));
    }

    private Stream<MethodDescriptorProto> methods(Stream<FileDescriptorProto> of) {
        return of.flatMap(file -> file.getServiceList().stream()).flatMap(service -> service.getMethodList().stream());
    }

    private List<DescriptorProto> types(Function<MethodDescriptorProto, String> side) {
        List<String> names = methods(ours()).map(side).toList();
        return ours().flatMap(file -> file.getMessageTypeList().stream())
                .filter(message -> names.contains(".yodel.v1." + message.getName()))
                .toList();
    }

    /**
     * The members of a room share each response, which therefore has nothing of one call. What an administrator asks for
     * must work whatever the behavior of the server is.
     */
    private boolean hasNoBehavior(DescriptorProto message) {
        return Set.of("JoinRequest", "JoinResponse").contains(message.getName())
                || ours().filter(ApiTest::isForAdministrators)
                        .anyMatch(file -> file.getMessageTypeList().contains(message));
    }

    /** Not for the gateway either. */
    private static boolean isForAdministrators(FileDescriptorProto file) {
        return file.getName().equals("yodel/v1/admin.proto");
    }

    private static String typeOfField(DescriptorProto message, int number) {
        return message.getFieldList().stream()
                .filter(field -> field.getNumber() == number)
                .map((FieldDescriptorProto field) -> field.getName() + ": " + field.getTypeName())
                .findFirst()
                .orElse("no field " + number);
    }

    private static boolean isElement(Location location) {
        return ELEMENT.matcher(
                        location.getPathList().stream().map(String::valueOf).collect(Collectors.joining(".")))
                .matches();
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ApiTest.class.getResourceAsStream(name), name);
    }
}
