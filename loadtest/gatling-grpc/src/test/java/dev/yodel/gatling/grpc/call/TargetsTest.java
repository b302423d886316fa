package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcUnary;
import io.gatling.javaapi.core.Session;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TargetsTest {

    private final Heard main = new Heard();
    private final Heard backup = new Heard();
    private final TestServer mainServer = main.server();
    private final TestServer backupServer = backup.server();
    private final GatlingBed bed = new GatlingBed(grpc.target("dns:///" + mainServer.target())
            .target("backup", backupServer.target())
            .usePlaintext());

    @AfterEach
    void close() {
        bed.close();
        mainServer.close();
        backupServer.close();
    }

    @Test
    void calls_that_choose_no_target_go_to_the_first() {
        bed.run(exec(greet().send(text("hi"))));

        assertThat(main.headers).hasSize(1);
        assertThat(backup.headers).isEmpty();
    }

    @Test
    void a_call_chooses_its_target_by_name() {
        bed.run(exec(greet().on("backup").send(text("hi"))));

        assertThat(main.headers).isEmpty();
        assertThat(backup.headers).hasSize(1);
    }

    @Test
    void a_call_chooses_its_target_by_a_function_of_its_session() {
        bed.run(exec(greet().on(session -> session.getString("where")).send(text("hi"))), Map.of("where", "backup"));

        assertThat(main.headers).isEmpty();
        assertThat(backup.headers).hasSize(1);
    }

    @Test
    void a_stream_chooses_its_target_by_what_its_session_says() {
        var chat = grpc("chat").bidiStream(TestServer.CHAT).on("#{where}");
        var chain = exec(chat.open(), chat.halfClose(), chat.awaitEnd());

        bed.run(chain, Map.of("where", "backup"));
        bed.run(chain, Map.of("where", "default"));
        bed.run(chain, Map.of("where", "backup"));

        assertThat(main.headers).hasSize(1);
        assertThat(backup.headers).hasSize(2);
    }

    @Test
    void a_name_that_no_target_has_is_refused_before_the_run() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bed.run(exec(greet().on("bakcup").send(text("hi")))))
                .withMessage("target: bakcup (expected: one of [default, backup])");
    }

    @Test
    void a_name_that_comes_with_the_session_and_no_target_has_fails_the_user() {
        Session end = bed.run(exec(greet().on("#{where}").send(text("hi"))), Map.of("where", "bakcup"));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.stats.crashes).containsExactly("greet: target: bakcup (expected: one of [default, backup])");
    }

    @Test
    void two_targets_of_one_name_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grpc.target("a:1").target("b", "b:1").target("b", "c:1"))
                .withMessage("target b: defined twice (expected: another name than [default, b])");
    }

    @Test
    void an_empty_target_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grpc.target(" "))
                .withMessage("target: \" \" (expected: host:port or scheme:///name)");
    }

    private static GrpcUnary<StringValue, StringValue> greet() {
        return grpc("greet").unary(TestServer.UNARY);
    }
}
