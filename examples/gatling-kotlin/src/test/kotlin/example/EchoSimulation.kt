package example

import dev.yodel.gatling.grpc.GrpcDsl.field
import dev.yodel.gatling.grpc.GrpcDsl.grpc
import dev.yodel.gatling.grpc.GrpcDsl.json
import dev.yodel.gatling.grpc.GrpcDsl.reflection
import io.gatling.javaapi.core.CoreDsl.constantUsersPerSec
import io.gatling.javaapi.core.CoreDsl.exec
import io.gatling.javaapi.core.CoreDsl.global
import io.gatling.javaapi.core.CoreDsl.repeat
import io.gatling.javaapi.core.CoreDsl.scenario
import io.gatling.javaapi.core.Simulation

/** Chats without stubs: the methods are found by server reflection, and messages are written in JSON. */
class EchoSimulation : Simulation() {

    private val chat = grpc("chat").bidiStream("yodel.v1.EchoService/Chat")

    init {
        val talk = repeat(3, "i").on(
            exec(chat.send(json("""{"message": "hello #{i}"}""")))
                .exec(chat.awaitMessage().check(field("message").isEL("hello #{i}"))),
        )
        setUp(
            scenario("chat")
                .exec(chat.open())
                .exec(talk)
                .exec(chat.halfClose(), chat.awaitEnd())
                .injectOpen(constantUsersPerSec(10.0).during(2)),
        )
            .protocols(grpc.target(System.getProperty("target")).usePlaintext().schema(reflection()))
            .assertions(global().failedRequests().count().`is`(0L), global().allRequests().count().gt(0L))
    }
}
