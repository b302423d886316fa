package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.gatling.javaapi.core.Session;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnaryTest {

    private TestServer server = new TestServer();
    private GatlingBed bed = new GatlingBed(protocol());

    private GrpcProtocolBuilder protocol() {
        return grpc.target(server.target()).usePlaintext();
    }

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    @Test
    void a_call_is_recorded_and_reported_to_Gatling_and_the_user_proceeds() {
        Session end = bed.run(exec(grpc("greet").unary(TestServer.UNARY).send(text("hi"))));

        assertThat(end.isFailed()).isFalse();
        CallSample sample = bed.samples.only();
        assertThat(sample.ok()).isTrue();
        assertThat(sample.name()).isEqualTo("greet");
        assertThat(sample.status()).isEqualTo(Status.Code.OK);
        assertThat(sample.serviceTimeNanos()).isPositive();
        assertThat(sample.responseTimeNanos()).isEqualTo(sample.serviceTimeNanos());
        assertThat(sample.sentBytes()).isEqualTo(4);
        assertThat(sample.receivedBytes()).isEqualTo(4);
        assertThat(sample.serverNanos()).isEqualTo(1_500_000);
        assertThat(bed.stats.responses).singleElement().satisfies(response -> {
            assertThat(response.name()).isEqualTo("greet");
            assertThat(response.status()).isEqualTo("OK");
            assertThat(response.code()).isEqualTo("OK");
        });
        assertThat(bed.samples.run.get().openCalls()).isZero();
    }

    @Test
    void names_messages_and_metadata_come_from_the_session() {
        Session end = bed.run(
                exec(grpc("greet #{who}")
                        .unary(TestServer.UNARY)
                        .header("x-who", "#{who}")
                        .send(session -> text("hi " + session.getString("who")))
                        .check(message(StringValue::getValue).isEL("hi #{who}").saveAs("answer"))),
                Map.of("who", "Ada"));

        assertThat(bed.samples.only().name()).isEqualTo("greet Ada");
        assertThat(end.getString("answer")).isEqualTo("hi Ada");
    }

    /** A thousand ids would make a thousand kinds. */
    @Test
    void failures_that_differ_by_a_value_are_reported_by_the_first_of_them() {
        String uuid = "0b2c1a54-8f0d-4c1e-9d6e-5a4f3b2c1d0e";
        for (String order : List.of("17", "18", uuid, uuid.replace('b', 'c'))) {
            bed.run(exec(grpc("greet").unary(TestServer.UNARY).send(text("fail NOT_FOUND no order " + order))));
            bed.run(exec(grpc("other").unary(TestServer.UNARY).send(text("fail NOT_FOUND no number " + order))));
        }

        assertThat(bed.samples.calls)
                .extracting(CallSample::name, CallSample::error)
                .containsOnly(tuple("greet", "NOT_FOUND: no order 17"), tuple("other", "NOT_FOUND: no number 17"));
    }

    @Test
    void a_status_other_than_OK_fails_the_call_and_the_user() {
        Session end = bed.run(exec(grpc("greet").unary(TestServer.UNARY).send(text("fail NOT_FOUND no order 17"))));

        assertThat(end.isFailed()).isTrue();
        CallSample sample = bed.samples.only();
        assertThat(sample.failureSource()).isEqualTo(FailureSource.STATUS);
        assertThat(sample.status()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(sample.error()).isEqualTo("NOT_FOUND: no order 17");
        assertThat(bed.stats.responses)
                .singleElement()
                .satisfies(r -> assertThat(r.status()).isEqualTo("KO"));
    }

    @Test
    void a_status_that_a_check_expects_is_right() {
        Session end = bed.run(exec(grpc("greet")
                .unary(TestServer.UNARY)
                .send(text("fail NOT_FOUND nobody"))
                .check(
                        statusCode().is(Status.Code.NOT_FOUND),
                        statusDescription().is("nobody"))));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.only().ok()).isTrue();
    }

    @Test
    void a_check_under_a_condition_is_made_where_it_holds() {
        var call = grpc("greet")
                .unary(TestServer.UNARY)
                .send(session -> text(session.getString("text")))
                .checkIf("#{refused}")
                .then(
                        statusCode().is(Status.Code.NOT_FOUND),
                        statusDescription().saveAs("why"))
                .checkIf(session -> !session.getBoolean("refused"))
                .then(messageSize().saveAs("size"))
                .checkIf((response, session) -> response.messageCount() == 1 && session.contains("size"))
                .then(message(StringValue::getValue).saveAs("answer"));

        Session refused = bed.run(exec(call), Map.of("text", "fail NOT_FOUND nobody", "refused", true));
        Session answered = bed.run(exec(call), Map.of("text", "hi", "refused", false));

        assertThat(bed.samples.calls).hasSize(2).allMatch(CallSample::ok);
        assertThat(refused.getString("why")).isEqualTo("nobody");
        assertThat(refused.contains("size") || refused.contains("answer")).isFalse();
        assertThat(answered.getInt("size")).isEqualTo(4);
        assertThat(answered.getString("answer")).isEqualTo("hi");
        assertThat(answered.contains("why")).isFalse();
    }

    @Test
    void a_status_of_OK_is_implied_where_the_condition_of_a_check_on_it_does_not_hold() {
        Session end = bed.run(
                exec(grpc("greet")
                        .unary(TestServer.UNARY)
                        .send(text("fail NOT_FOUND nobody"))
                        .checkIf("#{refused}")
                        .then(statusCode().is(Status.Code.NOT_FOUND))),
                Map.of("refused", false));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.STATUS);
    }

    @Test
    void a_condition_that_cannot_be_evaluated_fails_its_check() {
        var call = grpc("greet").unary(TestServer.UNARY).send(text("hi"));
        var unknown = call.checkIf("#{nobody}").then(messageCount().is(1L));
        var thrown = call.checkIf((response, session) -> {
                    throw new AssertionError("odd");
                })
                .then(messageCount().is(1L));
        var missing =
                call.checkIf((response, session) -> null).then(messageCount().is(1L));

        for (var one : List.of(unknown, thrown, missing)) {
            assertThat(bed.run(exec(one)).isFailed()).isTrue();
        }

        assertThat(bed.samples.calls).hasSize(3).allMatch(sample -> sample.failureSource() == FailureSource.CHECK);
        assertThat(bed.samples.calls)
                .extracting(CallSample::error)
                .satisfiesExactly(
                        error -> assertThat(error).contains("condition of a check", "nobody"),
                        error -> assertThat(error).contains("odd"),
                        error -> assertThat(error).contains("null (expected: true or false)"));
    }

    @Test
    void headers_trailers_and_the_number_of_messages_can_be_checked() {
        Session end = bed.run(exec(grpc("greet")
                .unary(TestServer.UNARY)
                .send(text("hi"))
                .check(
                        header("color").is("blue"),
                        trailer("server-timing").exists(),
                        header("colour").notExists(),
                        messageCount().is(1L),
                        messageSize().is(4),
                        message(Integer.class, (StringValue m) -> m.getValue().length())
                                .lt(3))));

        assertThat(bed.samples.only().error()).isNull();
        assertThat(end.isFailed()).isFalse();
    }

    @Test
    void details_of_a_status_and_the_size_of_a_message_can_be_checked() {
        answerWith((call, headers) -> {
            call.request(1);
            return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                    ErrorInfo info = ErrorInfo.newBuilder().setReason("QUOTA").build();
                    var failure = StatusProto.toStatusException(com.google.rpc.Status.newBuilder()
                            .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                            .addDetails(Any.pack(info))
                            .build());
                    call.close(failure.getStatus(), failure.getTrailers());
                }
            };
        });

        Session end = bed.run(exec(grpc("greet")
                .unary(TestServer.UNARY)
                .send(text("hi"))
                .check(
                        statusCode().is(Status.Code.RESOURCE_EXHAUSTED),
                        statusDetail(ErrorInfo.class, ErrorInfo::getReason).is("QUOTA"),
                        statusDetail(BadRequest.class, BadRequest::getFieldViolationsCount)
                                .notExists(),
                        messageSize().notExists())));

        assertThat(bed.samples.only().error()).isNull();
        assertThat(end.isFailed()).isFalse();
    }

    @Test
    void a_failed_check_has_one_text_whatever_the_values() {
        var call = grpc("greet")
                .unary(TestServer.UNARY)
                .send(session -> text(session.getString("who")))
                .check(message(StringValue::getValue).is("Grace"));
        var chain = exec(call);

        bed.run(chain, Map.of("who", "Ada"));
        CallSample first = bed.samples.only();
        assertThat(first.failureSource()).isEqualTo(FailureSource.CHECK);
        assertThat(first.error()).contains("is(Grace)").contains("Ada");
        bed.run(repeat(2)
                .on(exec(session -> session.set("who", "Ada" + session.userId()))
                        .exec(call)));

        assertThat(bed.samples.calls).hasSize(3);
        assertThat(bed.samples.calls.stream().skip(1).map(CallSample::error).distinct())
                .hasSize(1);
    }

    @Test
    void a_deadline_is_the_clients_own() {
        bed.run(exec(grpc("greet")
                .unary(TestServer.UNARY)
                .deadline(Duration.ofMillis(60))
                .send(text("never"))));

        CallSample sample = bed.samples.only();
        assertThat(sample.failureSource()).isEqualTo(FailureSource.DEADLINE);
        assertThat(sample.status()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(sample.serviceTimeNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(55));
    }

    @Test
    void a_deadline_that_the_server_says_has_passed_is_the_servers() {
        bed.run(exec(grpc("greet").unary(TestServer.UNARY).send(text("fail DEADLINE_EXCEEDED behind me"))));

        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.STATUS);
    }

    @Test
    void a_dead_target_fails_the_call_and_the_user_proceeds_once() {
        bed.close();
        bed = new GatlingBed(grpc.target("127.0.0.1:1").usePlaintext());

        GatlingBed.User user =
                bed.start(exec(grpc("greet").unary(TestServer.UNARY).send(text("hi"))), Map.of());
        assertThat(user.ended.orTimeout(30, TimeUnit.SECONDS).join().isFailed()).isTrue();

        CallSample sample = bed.samples.only();
        assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
        assertThat(sample.error()).contains("refused");
        assertThat(user.arrivals).hasValue(1);
    }

    @Test
    void a_message_that_cannot_be_made_is_an_error_and_a_KO() {
        Session end = bed.run(
                exec(grpc("greet").unary(TestServer.UNARY).send(session -> text(session.getString("missing")))));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.stats.crashes).hasSize(1);
        assertThat(bed.stats.responses)
                .singleElement()
                .satisfies(r -> assertThat(r.status()).isEqualTo("KO"));
        assertThat(bed.samples.started).hasValue(0);
    }

    @Test
    void a_second_answer_to_a_unary_call_fails_it() {
        answerWith((call, headers) -> {
            call.request(2);
            call.sendHeaders(new Metadata());
            return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                    call.sendMessage(text("one"));
                    call.sendMessage(text("two"));
                    call.close(Status.OK, new Metadata());
                }
            };
        });

        bed.run(exec(grpc("greet").unary(TestServer.UNARY).send(text("hi"))));

        assertThat(bed.samples.only().status()).isNotEqualTo(Status.Code.OK);
        assertThat(bed.samples.only().ok()).isFalse();
    }

    @Test
    void no_answer_to_a_unary_call_fails_it() {
        answerWith((call, headers) -> {
            call.close(Status.OK, new Metadata());
            return new ServerCall.Listener<>() {};
        });

        bed.run(exec(grpc("greet").unary(TestServer.UNARY).send(text("hi"))));

        assertThat(bed.samples.only().status()).isEqualTo(Status.Code.INTERNAL);
        assertThat(bed.samples.only().error()).contains("no answer");
    }

    @Test
    void the_end_of_the_run_cuts_calls_off_and_stops_users_where_they_are() {
        GatlingBed.User user =
                bed.start(exec(grpc("greet").unary(TestServer.UNARY).send(text("never"))), Map.of());
        GatlingBed.eventually(() -> server.opened.get() > 0);

        bed.stopRun();

        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CANCELLED);
        assertThat(user.ended).isNotDone();
        assertThat(bed.samples.run.get().openCalls()).isZero();
    }

    @Test
    void a_loop_after_the_end_of_the_run_does_not_spin() {
        GatlingBed.User user = bed.start(
                forever().on(exec(grpc("greet").unary(TestServer.UNARY).send(text("hi")))), Map.of());
        GatlingBed.eventually(() -> bed.samples.calls.size() >= 10);
        bed.stopRun();
        int atStop = bed.samples.calls.size();

        bed.close();

        assertThat(bed.samples.calls).hasSize(atStop);
        assertThat(user.ended).isNotDone();
    }

    @Test
    void each_kind_of_failed_check_has_a_text_of_its_own() {
        var greet = grpc("greet")
                .unary(TestServer.UNARY)
                .send(session -> text(session.getString("say")))
                .check(message((StringValue message) -> {
                            if (message.getValue().equals("broken")) {
                                throw new IllegalStateException("broken");
                            }
                            return message.getValue().equals("none") ? null : message.getValue();
                        })
                        .is("right"));

        for (String say : List.of("none", "one", "broken", "two", "none", "broken")) {
            bed.run(exec(greet), Map.of("say", say));
        }

        List<String> errors = bed.samples.calls.stream().map(CallSample::error).toList();
        assertThat(errors.get(0)).endsWith("found nothing");
        assertThat(errors.get(1)).contains("one");
        assertThat(errors.get(2)).contains("broken");
        assertThat(errors.subList(3, 6)).containsExactly(errors.get(1), errors.get(0), errors.get(2));
    }

    @Test
    void what_a_check_found_in_one_run_is_not_reported_in_another() {
        var greet = exec(grpc("greet")
                .unary(TestServer.UNARY)
                .send(session -> text(session.getString("say")))
                .check(message(StringValue::getValue).is("right")));
        bed.run(greet, Map.of("say", "first run"));

        try (GatlingBed next = new GatlingBed(protocol())) {
            next.run(greet, Map.of("say", "second run"));

            assertThat(next.samples.only().error()).contains("second run").doesNotContain("first run");
        }
    }

    @Test
    void typed_headers_and_trailers_can_be_checked() {
        Metadata.Key<Long> number = Metadata.Key.of("x-number", new Metadata.AsciiMarshaller<>() {
            @Override
            public String toAsciiString(Long value) {
                return value.toString();
            }

            @Override
            public Long parseAsciiString(String text) {
                return Long.valueOf(text);
            }
        });
        answerWith((call, headers) -> {
            Metadata sent = new Metadata();
            sent.put(number, 7L);
            call.sendHeaders(sent);
            call.request(1);
            return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                    Metadata trailers = new Metadata();
                    trailers.put(number, 8L);
                    call.sendMessage(text("hi"));
                    call.close(Status.OK, trailers);
                }
            };
        });
        var call = grpc("greet").unary(TestServer.UNARY).send(text("hi"));

        Session end = bed.run(exec(call.check(
                header(number, Long.class).lt(8L), trailer(number, Long.class).gt(7L))));
        bed.run(exec(call.check(header(number, Long.class).gt(7L))));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.calls).extracting(CallSample::ok).containsExactly(true, false);
    }

    @Test
    void a_field_of_another_class_than_the_check_says_fails_it() {
        var call = grpc("greet").unary(TestServer.UNARY).send(text("hi"));

        assertThat(bed.run(exec(call.check(field(String.class, "value").is("hi"))))
                        .isFailed())
                .isFalse();
        assertThat(bed.run(exec(call.check(field(Long.class, "value").is(1L)))).isFailed())
                .isTrue();
        assertThat(bed.samples.calls)
                .extracting(CallSample::error)
                .last()
                .asString()
                .contains("field value: String (expected: Long)");
    }

    private void answerWith(io.grpc.ServerCallHandler<StringValue, StringValue> handler) {
        bed.close();
        server.close();
        server = new TestServer(handler);
        bed = new GatlingBed(protocol());
    }
}
