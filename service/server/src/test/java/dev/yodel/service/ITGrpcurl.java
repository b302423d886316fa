package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.NeedsProgram;
import dev.yodel.service.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The real grpcurl, without a proto file, as an engineer types it. */
@NeedsProgram("grpcurl")
class ITGrpcurl {

    private static final Pattern CAMEL_HUMP = Pattern.compile("(?<=[a-z])[A-Z](?=\\w*\":)");

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

    @Test
    void lists_all_services() throws IOException, InterruptedException {
        assertThat(grpcurl("list").lines())
                .containsExactly(
                        "grpc.channelz.v1.Channelz",
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection",
                        "helloworld.Greeter",
                        "yodel.v1.EchoService",
                        "yodel.v1.GreetingService",
                        "yodel.v1.RoomService",
                        "yodel.v1.SequenceService");
    }

    @Test
    void describes_a_service_and_a_message() throws IOException, InterruptedException {
        assertThat(grpcurl("describe", "yodel.v1.EchoService"))
                .contains("rpc Chat ( stream .yodel.v1.ChatRequest ) returns ( stream .yodel.v1.ChatResponse )");
        assertThat(grpcurl("describe", "yodel.v1.Behavior")).contains(".yodel.v1.Delay message_delay = 2;");
    }

    @ParameterizedTest
    @MethodSource("calls")
    void calls_methods_of_every_shape(String method, String data, String answers)
            throws IOException, InterruptedException {
        assertThat(grpcurl("-d", data, method).replaceAll("\\s+", " ").strip()).isEqualTo(answers);
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                        Arguments.of(
                                "yodel.v1.GreetingService/Greet",
                                "{'name': 'Ada', 'language': 'de'}",
                                "{ 'greeting': 'Hallo, Ada!', 'language': 'de' }"),
                        Arguments.of(
                                "yodel.v1.GreetingService/GreetEach",
                                "{'name': 'Ada', 'languages': ['fr', 'ja']}",
                                "{ 'greeting': 'Bonjour, Ada !', 'language': 'fr' } "
                                        + "{ 'greeting': 'こんにちは、Ada！', 'language': 'ja' }"),
                        Arguments.of(
                                "yodel.v1.GreetingService/GreetGroup",
                                "{'name': 'Ada'} {'name': 'Grace'} {'name': 'Alan'}",
                                "{ 'greeting': 'Hello, Ada, Grace and 1 other!', 'language': 'en', 'count': '3' }"),
                        Arguments.of(
                                "yodel.v1.GreetingService/Converse",
                                "{'name': 'Ada'} {'name': 'Max', 'language': 'it'}",
                                "{ 'greeting': 'Hello, Ada!', 'language': 'en' } "
                                        + "{ 'greeting': 'Ciao, Max!', 'language': 'it' }"),
                        Arguments.of(
                                "yodel.v1.EchoService/Echo",
                                "{'message': 'hi', 'payload': 'AQID'}",
                                "{ 'message': 'hi', 'payload': 'AQID' }"),
                        Arguments.of(
                                "yodel.v1.EchoService/Expand",
                                "{'message': 'hi', 'count': 2, 'interval': '0.01s'}",
                                "{ 'message': 'hi' } { 'message': 'hi', 'seq': '1' }"),
                        Arguments.of(
                                "yodel.v1.EchoService/Collect",
                                "{'message': 'one'} {'message': 'two', 'seq': 1}",
                                "{ 'count': '2', 'bytes': '6', 'in_order': true, 'last_message': 'two' }"),
                        Arguments.of(
                                "yodel.v1.EchoService/Chat",
                                "{'message': 'one', 'seq': 1} {'message': 'two', 'seq': 2}",
                                "{ 'message': 'one', 'seq': '1' } { 'message': 'two', 'seq': '2' }"),
                        Arguments.of("helloworld.Greeter/SayHello", "{'name': 'Ada'}", "{ 'message': 'Hello Ada' }"),
                        Arguments.of("grpc.health.v1.Health/Check", "{}", "{ 'status': 'SERVING' }"),
                        Arguments.of(
                                "grpc.health.v1.Health/Check",
                                "{'service': 'yodel.v1.EchoService'}",
                                "{ 'status': 'SERVING' }"))
                .map(call -> Arguments.of(Arrays.stream(call.get())
                        .map(text -> ((String) text).replace('\'', '"'))
                        .toArray()));
    }

    @Test
    void sees_a_failure_on_request_as_exit_code() throws IOException, InterruptedException {
        String failure = "{\"behavior\":{\"failure\":{\"status\":{\"code\":8,\"message\":\"no more\"}}}}";

        Process process = start("-d", failure, "yodel.v1.EchoService/Echo");
        String output = output(process);

        assertThat(process.waitFor()).isEqualTo(64 + 8);
        assertThat(output).contains("Code: ResourceExhausted", "Message: no more");
    }

    @Test
    void reads_channelz() throws IOException, InterruptedException {
        assertThat(grpcurl("grpc.channelz.v1.Channelz/GetServers")).contains("\"calls_started\"");
    }

    private static String grpcurl(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String output = output(process);
        assertThat(process.waitFor()).as(output).isZero();
        // Names of fields as in the proto: some builds of grpcurl print them so, others in camel case.
        return CAMEL_HUMP.matcher(output).replaceAll(hump -> "_" + hump.group().toLowerCase(Locale.ROOT));
    }

    /** Flags, then the target, then what to do there: the last argument, or the last two of a describe. */
    private static Process start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Programs.get("grpcurl").toString(), "-plaintext", "-max-time", "20"));
        List<String> rest = new ArrayList<>(Arrays.asList(arguments));
        if (rest.get(0).equals("-d")) {
            command.addAll(rest.subList(0, 2));
            rest = rest.subList(2, rest.size());
        }
        command.add(LOCAL.server().grpcTarget());
        command.addAll(rest);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
