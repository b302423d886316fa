/** Calls Yodel through generated stubs with coroutines, in each way that gRPC has: Tour [HOST:PORT] */
package example

import com.google.protobuf.Any
import com.google.protobuf.duration
import com.google.rpc.ErrorInfo
import dev.yodel.v1.Behavior
import dev.yodel.v1.EchoServiceGrpcKt.EchoServiceCoroutineStub
import dev.yodel.v1.GreetingServiceGrpcKt.GreetingServiceCoroutineStub
import dev.yodel.v1.behavior
import dev.yodel.v1.chatRequest
import dev.yodel.v1.delay
import dev.yodel.v1.echoRequest
import dev.yodel.v1.expandRequest
import dev.yodel.v1.failure
import dev.yodel.v1.greetEachRequest
import dev.yodel.v1.greetGroupRequest
import dev.yodel.v1.greetRequest
import dev.yodel.v1.header
import io.grpc.Grpc
import io.grpc.InsecureChannelCredentials
import io.grpc.ManagedChannel
import io.grpc.Metadata
import io.grpc.Status
import io.grpc.StatusException
import io.grpc.protobuf.StatusProto
import io.grpc.stub.MetadataUtils
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicReference
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onCompletion
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

// A call that fails with UNAVAILABLE is tried again, up to four times in all.
private val SERVICE_CONFIG = mapOf(
    "methodConfig" to listOf(
        mapOf(
            "name" to listOf(mapOf("service" to "yodel.v1.EchoService")),
            "retryPolicy" to mapOf(
                "maxAttempts" to 4.0,
                "initialBackoff" to "0.05s",
                "maxBackoff" to "1s",
                "backoffMultiplier" to 2.0,
                "retryableStatusCodes" to listOf("UNAVAILABLE"),
            ),
        ),
    ),
)
private const val TIMEOUT = 30L

private class Tour(private val channel: ManagedChannel) {

    private val greeter get() = GreetingServiceCoroutineStub(channel).withDeadlineAfter(TIMEOUT, TimeUnit.SECONDS)
    private val echo get() = EchoServiceCoroutineStub(channel).withDeadlineAfter(TIMEOUT, TimeUnit.SECONDS)

    suspend fun shapes() {
        println("unary: " + greeter.greet(greetRequest { name = "Ada" }).greeting)

        val each = greeter.greetEach(greetEachRequest { name = "Ada"; languages += listOf("de", "it") })
        println("server streaming: " + each.map { it.greeting }.toList().joinToString(" "))

        val names = flowOf("Ada", "Grace").map { greetGroupRequest { name = it } }
        println("client streaming: " + greeter.greetGroup(names).greeting)

        val words = flowOf("one", "two", "three").map { chatRequest { message = it } }
        println("bidirectional: " + echo.chat(words).map { it.message }.toList().joinToString(" "))
    }

    suspend fun metadata() {
        val sent = Metadata().apply { put(key("x-request-id"), "42") }
        val headers = AtomicReference<Metadata>()
        val capture = MetadataUtils.newCaptureMetadataInterceptor(headers, AtomicReference())
        val response = echo.withInterceptors(capture).echo(
            request(behavior {
                includeCallInfo = true
                this.headers += header { key = "x-answer"; value = "43" }
            }),
            sent,
        )
        val arrived = response.info.call.metadataList.first { it.key == "x-request-id" }.value
        println("metadata: x-request-id=$arrived arrived, x-answer=${headers.get().get(key("x-answer"))} came back")
    }

    suspend fun errorDetails() {
        val gone = com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.NOT_FOUND.value())
            .setMessage("no such peak")
            .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("GONE").build()))
            .build()
        try {
            echo.echo(request(behavior { failure = failure { status = gone } }))
        } catch (e: StatusException) {
            val info = StatusProto.fromThrowable(e)!!.getDetails(0).unpack(ErrorInfo::class.java)
            println("error: ${e.status.code}, ${e.status.description}, reason ${info.reason}")
        }
    }

    suspend fun deadline() {
        val slow = behavior { messageDelay = delay { fixed = duration { seconds = 60 } } }
        try {
            EchoServiceCoroutineStub(channel).withDeadlineAfter(200, TimeUnit.MILLISECONDS).echo(request(slow))
        } catch (e: StatusException) {
            println("deadline: ${e.status.code}")
        }
    }

    /** A call ends with the coroutine that collects it; the server sees CANCELLED. */
    suspend fun cancellation() = coroutineScope {
        val request = expandRequest { count = 1_000_000; interval = duration { nanos = 10_000_000 } }
        var received = 0
        val three = CompletableDeferred<Unit>()
        val reader = launch {
            echo.expand(request)
                .onCompletion { cause -> println("cancellation: ${status(cause)} after $received messages") }
                .collect {
                    if (++received == 3) {
                        three.complete(Unit)
                        awaitCancellation()
                    }
                }
        }
        three.await()
        reader.cancelAndJoin()
    }

    suspend fun retries() {
        // The first two attempts fail, as gRPC itself counts them.
        val unavailable = com.google.rpc.Status.newBuilder().setCode(Status.Code.UNAVAILABLE.value()).build()
        val response = echo.echo(request(behavior {
            failure = failure { status = unavailable; attempts = 2 }
            includeCallInfo = true
        }))
        println("retries: answered at attempt ${response.info.call.attempt}")
    }

    private fun request(asked: Behavior) = echoRequest { behavior = asked }

    private fun status(cause: Throwable?) =
        if (cause is CancellationException) Status.Code.CANCELLED else Status.fromThrowable(cause).code

    private fun key(name: String) = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)
}

fun main(args: Array<String>) {
    val channel = Grpc.newChannelBuilder(args.firstOrNull() ?: "localhost:50051", InsecureChannelCredentials.create())
        .defaultServiceConfig(SERVICE_CONFIG)
        .build()
    try {
        runBlocking {
            val tour = Tour(channel)
            tour.shapes()
            tour.metadata()
            tour.errorDetails()
            tour.deadline()
            tour.cancellation()
            tour.retries()
        }
    } finally {
        channel.shutdownNow().awaitTermination(TIMEOUT, TimeUnit.SECONDS)
    }
}
