package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.yodel.helloworld.GreeterGrpc;
import dev.yodel.helloworld.HelloReply;
import dev.yodel.helloworld.HelloRequest;
import dev.yodel.v1.ConverseRequest;
import dev.yodel.v1.ConverseResponse;
import dev.yodel.v1.GreetEachRequest;
import dev.yodel.v1.GreetEachResponse;
import dev.yodel.v1.GreetGroupRequest;
import dev.yodel.v1.GreetGroupResponse;
import dev.yodel.v1.GreetRequest;
import dev.yodel.v1.GreetResponse;
import dev.yodel.v1.GreetingServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ITGreeting {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ada | ''    | Hello, Ada!   | en",
                "''  | en    | Hello, World! | en",
                "Ada | fr    | Bonjour, Ada ! | fr",
                "Ada | pt-BR | Olá, Ada!     | pt",
                "Ada | DE-ch | Hallo, Ada!   | de",
                "Ada | tlh   | Hello, Ada!   | en",
            })
    void greet_greets_in_the_nearest_language(String name, String language, String greeting, String answered)
            throws InterruptedException {
        GreetResponse answer = answers(
                        GreetingServiceGrpc.getGreetMethod(),
                        GreetRequest.newBuilder()
                                .setName(name)
                                .setLanguage(language)
                                .build())
                .get(0);

        assertThat(answer.getGreeting()).isEqualTo(greeting);
        assertThat(answer.getLanguage()).isEqualTo(answered);
    }

    @Test
    void greet_takes_a_name_of_256_characters_and_not_one_more() throws InterruptedException {
        String longest = "\uD83C\uDFD4".repeat(256);
        GreetRequest.Builder request = GreetRequest.newBuilder().setName(longest);

        assertThat(call(GreetingServiceGrpc.getGreetMethod(), request.build())
                        .status()
                        .getCode())
                .isEqualTo(Status.Code.OK);

        request.setName(longest + "!");
        Status status =
                call(GreetingServiceGrpc.getGreetMethod(), request.build()).status();
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).isEqualTo("name: 257 characters (expected: at most 256 characters)");
    }

    @Test
    void greet_each_greets_in_the_order_of_the_request() throws InterruptedException {
        List<GreetEachResponse> answers = answers(
                GreetingServiceGrpc.getGreetEachMethod(),
                GreetEachRequest.newBuilder()
                        .setName("Ada")
                        .addAllLanguages(List.of("it", "gsw", "it"))
                        .build());

        assertThat(answers)
                .extracting(GreetEachResponse::getGreeting)
                .containsExactly("Ciao, Ada!", "Grüezi, Ada!", "Ciao, Ada!");
    }

    @Test
    void greet_each_speaks_every_language_where_none_is_asked_for() throws InterruptedException {
        List<GreetEachResponse> answers =
                answers(GreetingServiceGrpc.getGreetEachMethod(), GreetEachRequest.getDefaultInstance());

        assertThat(answers)
                .extracting(GreetEachResponse::getLanguage)
                .doesNotHaveDuplicates()
                .contains("en", "de", "fr", "ja");
    }

    @Test
    void greet_each_names_the_language_that_is_none() throws InterruptedException {
        Status status = call(
                        GreetingServiceGrpc.getGreetEachMethod(),
                        GreetEachRequest.newBuilder()
                                .addAllLanguages(List.of("en", "pt_BR"))
                                .build())
                .status();

        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription())
                .isEqualTo("languages[1]: pt_BR (expected: a BCP 47 tag, such as \"en\" or \"pt-BR\")");
    }

    @Test
    void greet_each_takes_a_thousand_languages_and_not_one_more() throws InterruptedException {
        GreetEachRequest.Builder request =
                GreetEachRequest.newBuilder().addAllLanguages(Collections.nCopies(1000, "en"));

        assertThat(answers(GreetingServiceGrpc.getGreetEachMethod(), request.build()))
                .hasSize(1000);

        Status status = call(
                        GreetingServiceGrpc.getGreetEachMethod(),
                        request.addLanguages("en").build())
                .status();
        assertThat(status.getDescription()).isEqualTo("languages: 1001 languages (expected: at most 1000 languages)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                         | Hello, World!                   | 1",
                "Ada                        | Hello, Ada!                     | 1",
                "Ada,Grace                  | Hello, Ada and Grace!           | 2",
                "Ada,Grace,Alan             | Hello, Ada, Grace and 1 other!  | 3",
                "Ada,Grace,Alan,Edsger,Barb | Hello, Ada, Grace and 3 others! | 5",
            })
    void greet_group_greets_all_at_once(String names, String greeting, long count) throws InterruptedException {
        GreetGroupRequest[] requests = Arrays.stream(names.split(",", -1))
                .map(name -> GreetGroupRequest.newBuilder().setName(name).build())
                .toArray(GreetGroupRequest[]::new);

        GreetGroupResponse answer =
                answers(GreetingServiceGrpc.getGreetGroupMethod(), requests).get(0);

        assertThat(answer.getGreeting()).isEqualTo(greeting);
        assertThat(answer.getCount()).isEqualTo(count);
    }

    @Test
    void greet_group_answers_in_the_last_language_sent() throws InterruptedException {
        GreetGroupResponse answer = answers(
                        GreetingServiceGrpc.getGreetGroupMethod(),
                        GreetGroupRequest.newBuilder()
                                .setName("Ada")
                                .setLanguage("fr")
                                .build(),
                        GreetGroupRequest.newBuilder()
                                .setName("Max")
                                .setLanguage("de")
                                .build(),
                        GreetGroupRequest.newBuilder().setName("Eva").build())
                .get(0);

        assertThat(answer.getGreeting()).isEqualTo("Hallo, Ada, Max und 1 weitere Person!");
        assertThat(answer.getLanguage()).isEqualTo("de");
    }

    @Test
    void greet_group_of_nobody_greets_the_world() throws InterruptedException {
        GreetGroupResponse answer =
                answers(GreetingServiceGrpc.getGreetGroupMethod()).get(0);

        assertThat(answer.getGreeting()).isEqualTo("Hello, World!");
        assertThat(answer.getCount()).isZero();
    }

    @Test
    void converse_greets_each_name_in_its_language() throws InterruptedException {
        List<ConverseResponse> answers = answers(
                GreetingServiceGrpc.getConverseMethod(),
                ConverseRequest.newBuilder().setName("Ada").setLanguage("es").build(),
                ConverseRequest.newBuilder().setName("Max").build());

        assertThat(answers).extracting(ConverseResponse::getGreeting).containsExactly("¡Hola, Ada!", "Hello, Max!");
    }

    @Test
    void converse_ends_at_a_name_that_is_too_long() throws InterruptedException {
        RecordingCall<ConverseRequest, ConverseResponse> call = call(
                GreetingServiceGrpc.getConverseMethod(),
                ConverseRequest.newBuilder().setName("Ada").build(),
                ConverseRequest.newBuilder().setName("x".repeat(257)).build());

        assertThat(call.messages()).hasSize(1);
        assertThat(call.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void quick_start_clients_are_greeted() throws InterruptedException {
        HelloRequest ada = HelloRequest.newBuilder().setName("Ada").build();
        HelloRequest max = HelloRequest.newBuilder().setName("Max").build();

        assertThat(answers(GreeterGrpc.getSayHelloMethod(), ada))
                .extracting(HelloReply::getMessage)
                .containsExactly("Hello Ada");
        assertThat(answers(GreeterGrpc.getSayHelloStreamReplyMethod(), ada))
                .extracting(HelloReply::getMessage)
                .containsExactly("Hello Ada", "Hello Ada", "Hello Ada");
        assertThat(answers(GreeterGrpc.getSayHelloBidiStreamMethod(), ada, max))
                .extracting(HelloReply::getMessage)
                .containsExactly("Hello Ada", "Hello Max");
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <ReqT extends Message, RespT extends Message> List<RespT> answers(
            MethodDescriptor<ReqT, RespT> method, ReqT... requests) throws InterruptedException {
        RecordingCall<ReqT, RespT> call = new RecordingCall<>(LOCAL.channel(), method).exchange(List.of(requests));
        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        return call.messages();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <ReqT extends Message, RespT extends Message> RecordingCall<ReqT, RespT> call(
            MethodDescriptor<ReqT, RespT> method, ReqT... requests) throws InterruptedException {
        return new RecordingCall<>(LOCAL.channel(), method).exchange(List.of(requests));
    }
}
