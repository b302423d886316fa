package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.grpc.dynamic.bare.PlainGrpc;
import dev.yodel.grpc.dynamic.bare.PlainWord;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.shop.Order;
import dev.yodel.grpc.dynamic.shop.ShopGrpc;
import io.gatling.javaapi.core.ActionBuilder;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes with the questions to a server's reflection, whom they are asked, and for what. */
class ReflectionTest {

    private static final Metadata.Key<String> TOKEN =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
    private final List<Server> servers = new ArrayList<>();
    private @Nullable GatlingBed bed;

    @AfterEach
    void close() {
        if (bed != null) {
            bed.close();
        }
        servers.forEach(Server::shutdownNow);
    }

    @Test
    void the_protocols_metadata_goes_with_the_question() throws IOException {
        run(protocol(guarded()).bearerToken("secret"), buy("{}"));

        assertThat(bed.samples.only().error()).isNull();
    }

    @Test
    void so_does_what_a_function_makes_without_a_user_and_so_do_credentials() throws IOException {
        run(protocol(guarded()).header("authorization", session -> "Bearer secret"), buy("{}"));
        assertThat(bed.samples.only().error()).isNull();

        run(protocol(guarded()).credentials(session -> new Token("secret")), buy("{}"));
        assertThat(bed.samples.only().error()).isNull();
    }

    @Test
    void what_needs_a_user_is_left_out_where_the_server_does_not_mind() throws IOException {
        run(
                protocol(open())
                        .bearerToken("#{token}")
                        .header("x-user", session -> session.getString("token"))
                        .credentials(session -> new Token(session.getString("token"))),
                buy("{}"));

        assertThat(bed.samples.only().error()).isNull();
    }

    @Test
    void what_needs_a_user_is_named_where_the_server_refuses() throws IOException {
        String target = guarded();

        assertThatThrownBy(() -> run(
                        protocol(target)
                                .bearerToken("#{token}")
                                .header("x-user", session -> session.getString("token") + "!"),
                        buy("{}")))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("UNAUTHENTICATED")
                .hasMessageEndingWith("(asked without authorization, x-user, which needs a user;"
                        + " reflection().header(name, value) can give it)");
    }

    @Test
    void reflection_may_be_given_metadata_of_its_own() throws IOException {
        run(
                protocol(guarded())
                        .bearerToken("#{token}")
                        .schema(reflection().header("authorization", "Bearer secret")),
                buy("{}"));

        assertThat(bed.samples.only().error()).isNull();
    }

    @Test
    void reflection_may_be_asked_of_another_target() throws IOException {
        String silent = serve(false, null);

        run(protocol(silent).target("backup", open()).schema(reflection().on("backup")), buy("{}"));

        assertThat(bed.samples.only().error()).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(protocol(silent).schema(reflection().on("bakcup")), buy("{}")))
                .withMessage("target: bakcup (expected: one of [default])");
    }

    @Test
    void a_target_that_does_not_answer_is_waited_for_until_the_deadline() {
        try (RawServer server = RawServer.accepting(socket -> {})) {
            assertThatThrownBy(() -> run(
                            protocol(server.target()).schema(reflection().deadline(Duration.ofMillis(200))), buy("{}")))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("no answer within 200 ms");
        }
    }

    @Test
    void a_type_that_an_Any_names_is_asked_for() throws IOException, InvalidProtocolBufferException {
        String json = "{\"anys\": [{\"@type\": \"type.googleapis.com/PlainWord\", \"word\": \"#{word}\"}]}";

        run(protocol(open()), buy(json));

        assertThat(bed.samples.only().error()).isNull();
        Any any = orders.element().getAnys(0);
        assertThat(any.unpack(PlainWord.class).getWord()).isEqualTo("hi");
    }

    @Test
    void a_type_that_the_server_does_not_know_is_an_error_that_says_what_was_asked() throws IOException {
        String target = open();
        String json = "{\"any\": {\"@type\": \"type.googleapis.com/no.such.Type\"}}";

        assertThatThrownBy(() -> run(protocol(target), buy(json)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("field any.@type: \"type.googleapis.com/no.such.Type\" (expected: a message type"
                        + " that reflection, the descriptor set or the .proto files define)")
                .hasMessageContaining("(requested: symbol: no.such.Type ");
    }

    @Test
    void a_type_key_in_a_Struct_is_no_type() throws IOException {
        run(protocol(open()), buy("{\"struct\": {\"@type\": \"whatever\"}}"));

        assertThat(bed.samples.only().error()).isNull();
        assertThat(orders.element().getStruct().getFieldsOrThrow("@type").getStringValue())
                .isEqualTo("whatever");
    }

    private static ActionBuilder buy(String json) {
        return grpc("buy").unary("shop.v1.Shop/Buy").send(json(json));
    }

    private static GrpcProtocolBuilder protocol(String target) {
        return grpc.target(target).usePlaintext();
    }

    private void run(GrpcProtocolBuilder protocol, ActionBuilder action) {
        if (bed != null) {
            bed.close();
        }
        bed = new GatlingBed(protocol);
        bed.run(exec(action), Map.of("token", "secret", "word", "hi"));
    }

    private String open() throws IOException {
        return serve(true, null);
    }

    /** A server that lets nobody in who does not show the token. */
    private String guarded() throws IOException {
        return serve(true, new Guard());
    }

    private String serve(boolean reflection, @Nullable ServerInterceptor interceptor) throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(new Shop())
                .addService(new PlainGrpc.PlainImplBase() {});
        if (reflection) {
            builder.addService(ProtoReflectionServiceV1.newInstance());
        }
        if (interceptor != null) {
            builder.intercept(interceptor);
        }
        Server server = builder.build().start();
        servers.add(server);
        return "127.0.0.1:" + server.getPort();
    }

    /** Takes every order. */
    private final class Shop extends ShopGrpc.ShopImplBase {

        @Override
        public void buy(Order order, StreamObserver<Order> answers) {
            orders.add(order);
            answers.onNext(order);
            answers.onCompleted();
        }
    }

    private static final class Guard implements ServerInterceptor {

        @Override
        public <Q, S> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, S> call, Metadata headers, ServerCallHandler<Q, S> next) {
            if ("Bearer secret".equals(headers.get(TOKEN))) {
                return next.startCall(call, headers);
            }
            call.close(Status.UNAUTHENTICATED.withDescription("no token"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }

    private static final class Token extends CallCredentials {

        private final String token;

        Token(String token) {
            this.token = token;
        }

        @Override
        public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
            Metadata headers = new Metadata();
            headers.put(TOKEN, "Bearer " + token);
            applier.apply(headers);
        }
    }
}
