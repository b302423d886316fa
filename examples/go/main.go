// Command tour calls Yodel through generated stubs, in each way that gRPC has: go run . [HOST:PORT]
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	rpcstatus "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"

	yodelv1 "example.com/tour/yodel/v1"
)

// A call that fails with UNAVAILABLE is tried again, up to four times in all.
const serviceConfig = `{"methodConfig": [{
  "name": [{"service": "yodel.v1.EchoService"}],
  "retryPolicy": {
    "maxAttempts": 4,
    "initialBackoff": "0.05s",
    "maxBackoff": "1s",
    "backoffMultiplier": 2,
    "retryableStatusCodes": ["UNAVAILABLE"]
  }
}]}`

// The names that gRPC's specification has; codes.Code prints others.
var names = map[codes.Code]string{
	codes.Canceled: "CANCELLED", codes.NotFound: "NOT_FOUND", codes.DeadlineExceeded: "DEADLINE_EXCEEDED",
}

func main() {
	target := "localhost:50051"
	if len(os.Args) > 1 {
		target = os.Args[1]
	}
	channel, err := grpc.NewClient(target,
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultServiceConfig(serviceConfig))
	check(err)
	defer channel.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	echo := yodelv1.NewEchoServiceClient(channel)

	shapes(ctx, yodelv1.NewGreetingServiceClient(channel), echo)
	headers(ctx, echo)
	errorDetails(ctx, echo)
	deadline(ctx, echo)
	cancellation(ctx, echo)
	retries(ctx, echo)
}

func shapes(ctx context.Context, greeter yodelv1.GreetingServiceClient, echo yodelv1.EchoServiceClient) {
	greeting, err := greeter.Greet(ctx, &yodelv1.GreetRequest{Name: "Ada"})
	check(err)
	fmt.Println("unary:", greeting.Greeting)

	each, err := greeter.GreetEach(ctx, &yodelv1.GreetEachRequest{Name: "Ada", Languages: []string{"de", "it"}})
	check(err)
	fmt.Println("server streaming:", strings.Join(
		all(each.Recv, func(response *yodelv1.GreetEachResponse) string { return response.Greeting }), " "))

	group, err := greeter.GreetGroup(ctx)
	check(err)
	for _, name := range []string{"Ada", "Grace"} {
		check(group.Send(&yodelv1.GreetGroupRequest{Name: name}))
	}
	together, err := group.CloseAndRecv()
	check(err)
	fmt.Println("client streaming:", together.Greeting)

	chat, err := echo.Chat(ctx)
	check(err)
	for _, word := range []string{"one", "two", "three"} {
		check(chat.Send(&yodelv1.ChatRequest{Message: word}))
	}
	check(chat.CloseSend())
	fmt.Println("bidirectional:", strings.Join(
		all(chat.Recv, func(response *yodelv1.ChatResponse) string { return response.Message }), " "))
}

func headers(ctx context.Context, echo yodelv1.EchoServiceClient) {
	behavior := &yodelv1.Behavior{
		IncludeCallInfo: true, Headers: []*yodelv1.Header{{Key: "x-answer", Value: "43"}},
	}
	var received metadata.MD
	response, err := echo.Echo(metadata.AppendToOutgoingContext(ctx, "x-request-id", "42"),
		&yodelv1.EchoRequest{Behavior: behavior}, grpc.Header(&received))
	check(err)
	for _, entry := range response.Info.Call.Metadata {
		if entry.Key == "x-request-id" {
			fmt.Printf("metadata: x-request-id=%s arrived, x-answer=%s came back\n", entry.Value, received["x-answer"][0])
		}
	}
}

func errorDetails(ctx context.Context, echo yodelv1.EchoServiceClient) {
	detail, err := anypb.New(&errdetails.ErrorInfo{Reason: "GONE"})
	check(err)
	failure := &yodelv1.Failure{Status: &rpcstatus.Status{
		Code: int32(codes.NotFound), Message: "no such peak", Details: []*anypb.Any{detail},
	}}
	_, err = echo.Echo(ctx, &yodelv1.EchoRequest{Behavior: &yodelv1.Behavior{Failure: failure}})
	info := status.Convert(err).Details()[0].(*errdetails.ErrorInfo)
	fmt.Printf("error: %s, %s, reason %s\n", names[status.Code(err)], status.Convert(err).Message(), info.Reason)
}

func deadline(ctx context.Context, echo yodelv1.EchoServiceClient) {
	short, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	slow := &yodelv1.Behavior{MessageDelay: &yodelv1.Delay{
		Kind: &yodelv1.Delay_Fixed{Fixed: durationpb.New(time.Minute)},
	}}
	_, err := echo.Echo(short, &yodelv1.EchoRequest{Behavior: slow})
	fmt.Println("deadline:", names[status.Code(err)])
}

func cancellation(ctx context.Context, echo yodelv1.EchoServiceClient) {
	cancellable, cancel := context.WithCancel(ctx)
	defer cancel()
	count := int64(1_000_000)
	call, err := echo.Expand(cancellable,
		&yodelv1.ExpandRequest{Count: &count, Interval: durationpb.New(10 * time.Millisecond)})
	check(err)
	received := 0
	for ; err == nil; _, err = call.Recv() {
		if received == 3 {
			cancel()
		}
		received++
	}
	fmt.Printf("cancellation: %s after %d messages\n", names[status.Code(err)], min(received-1, 3))
}

func retries(ctx context.Context, echo yodelv1.EchoServiceClient) {
	// The first two attempts fail, as gRPC itself counts them.
	behavior := &yodelv1.Behavior{
		Failure:         &yodelv1.Failure{Status: &rpcstatus.Status{Code: int32(codes.Unavailable)}, Attempts: 2},
		IncludeCallInfo: true,
	}
	response, err := echo.Echo(ctx, &yodelv1.EchoRequest{Behavior: behavior})
	check(err)
	fmt.Println("retries: answered at attempt", response.Info.Call.Attempt)
}

// all receives until the stream ends.
func all[Response any](receive func() (*Response, error), text func(*Response) string) []string {
	var texts []string
	for {
		response, err := receive()
		if errors.Is(err, io.EOF) {
			return texts
		}
		check(err)
		texts = append(texts, text(response))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
