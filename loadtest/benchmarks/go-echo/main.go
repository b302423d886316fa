// Echo and Chat of yodel.v1's EchoService on grpc-go over TLS, for the benchmark of TLS: go-echo CERTIFICATE KEY. It does
// nothing but answer. Messages are google.protobuf.StringValue, generated code with the same text in field 1.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

func echo(_ any, _ context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
	request := new(wrapperspb.StringValue)
	if err := decode(request); err != nil {
		return nil, err
	}
	return wrapperspb.String(request.Value), nil
}

func chat(_ any, stream grpc.ServerStream) error {
	for {
		request := new(wrapperspb.StringValue)
		if err := stream.RecvMsg(request); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := stream.SendMsg(wrapperspb.String(request.Value)); err != nil {
			return err
		}
	}
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "go-echo: expected: CERTIFICATE KEY")
		os.Exit(2)
	}
	identity, err := credentials.NewServerTLSFromFile(os.Args[1], os.Args[2])
	if err != nil {
		panic(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := grpc.NewServer(grpc.Creds(identity))
	server.RegisterService(&grpc.ServiceDesc{
		ServiceName: "yodel.v1.EchoService",
		HandlerType: (*any)(nil),
		Methods:     []grpc.MethodDesc{{MethodName: "Echo", Handler: echo}},
		Streams: []grpc.StreamDesc{
			{StreamName: "Chat", Handler: chat, ServerStreams: true, ClientStreams: true},
		},
	}, struct{}{})
	fmt.Printf("grpc-go serving grpc=%s\n", listener.Addr())
	if err := server.Serve(listener); err != nil {
		panic(err)
	}
}
