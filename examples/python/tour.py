"""Calls Yodel through generated stubs, in each way that gRPC has: python3 tour.py [HOST:PORT]"""

import json
import sys

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.rpc import error_details_pb2, status_pb2
from yodel.v1 import behavior_pb2, echo_pb2, echo_pb2_grpc, greeting_pb2, greeting_pb2_grpc

# A call that fails with UNAVAILABLE is tried again, up to four times in all.
SERVICE_CONFIG = json.dumps({"methodConfig": [{
    "name": [{"service": "yodel.v1.EchoService"}],
    "retryPolicy": {
        "maxAttempts": 4,
        "initialBackoff": "0.05s",
        "maxBackoff": "1s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE"],
    },
}]})
TIMEOUT = 30


def shapes(greeter, echo):
    response = greeter.Greet(greeting_pb2.GreetRequest(name="Ada"), timeout=TIMEOUT)
    print("unary:", response.greeting)

    responses = greeter.GreetEach(greeting_pb2.GreetEachRequest(name="Ada", languages=["de", "it"]), timeout=TIMEOUT)
    print("server streaming:", *(response.greeting for response in responses))

    names = (greeting_pb2.GreetGroupRequest(name=name) for name in ("Ada", "Grace"))
    print("client streaming:", greeter.GreetGroup(names, timeout=TIMEOUT).greeting)

    words = (echo_pb2.ChatRequest(message=word) for word in ("one", "two", "three"))
    print("bidirectional:", *(response.message for response in echo.Chat(words, timeout=TIMEOUT)))


def metadata(echo):
    behavior = behavior_pb2.Behavior(include_call_info=True, headers=[behavior_pb2.Header(key="x-answer", value="43")])
    response, call = echo.Echo.with_call(
        echo_pb2.EchoRequest(behavior=behavior), metadata=[("x-request-id", "42")], timeout=TIMEOUT)
    arrived = {entry.key: entry.value for entry in response.info.call.metadata}
    came_back = dict(call.initial_metadata())
    print(f"metadata: x-request-id={arrived['x-request-id']} arrived, x-answer={came_back['x-answer']} came back")


def error_details(echo):
    detail = any_pb2.Any()
    detail.Pack(error_details_pb2.ErrorInfo(reason="GONE"))
    status = status_pb2.Status(code=grpc.StatusCode.NOT_FOUND.value[0], message="no such peak", details=[detail])
    behavior = behavior_pb2.Behavior(failure=behavior_pb2.Failure(status=status))
    try:
        echo.Echo(echo_pb2.EchoRequest(behavior=behavior), timeout=TIMEOUT)
    except grpc.RpcError as error:
        sent = status_pb2.Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
        info = error_details_pb2.ErrorInfo()
        sent.details[0].Unpack(info)
        print(f"error: {error.code().name}, {error.details()}, reason {info.reason}")


def deadline(echo):
    slow = behavior_pb2.Behavior(message_delay=behavior_pb2.Delay(fixed=duration_pb2.Duration(seconds=60)))
    try:
        echo.Echo(echo_pb2.EchoRequest(behavior=slow), timeout=0.2)
    except grpc.RpcError as error:
        print("deadline:", error.code().name)


def cancellation(echo):
    request = echo_pb2.ExpandRequest(count=1_000_000, interval=duration_pb2.Duration(nanos=10_000_000))
    call = echo.Expand(request, timeout=TIMEOUT)
    received = 0
    try:
        for _ in call:
            received += 1
            if received == 3:
                call.cancel()
    except grpc.RpcError as error:
        print(f"cancellation: {error.code().name} after {received} messages")


def retries(echo):
    # The first two attempts fail, as gRPC itself counts them.
    failure = behavior_pb2.Failure(status=status_pb2.Status(code=grpc.StatusCode.UNAVAILABLE.value[0]), attempts=2)
    behavior = behavior_pb2.Behavior(failure=failure, include_call_info=True)
    response = echo.Echo(echo_pb2.EchoRequest(behavior=behavior), timeout=TIMEOUT)
    print("retries: answered at attempt", response.info.call.attempt)


def main(target):
    with grpc.insecure_channel(target, options=[("grpc.service_config", SERVICE_CONFIG)]) as channel:
        echo = echo_pb2_grpc.EchoServiceStub(channel)
        shapes(greeting_pb2_grpc.GreetingServiceStub(channel), echo)
        metadata(echo)
        error_details(echo)
        deadline(echo)
        cancellation(echo)
        retries(echo)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "localhost:50051")
