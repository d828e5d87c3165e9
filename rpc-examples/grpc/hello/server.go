package main

import (
	"context"
	"fmt"
	"log"
	"net"

	"google.golang.org/grpc"

	"hello/rpc_package"
)

type helloWorld struct {
	rpc_package.UnimplementedHelloWorldServiceServer
}

func (helloWorld) SayHello(ctx context.Context, request *rpc_package.HelloRequest) (*rpc_package.HelloReply, error) {
	message := "Hello, " + request.GetName() + "!"
	return &rpc_package.HelloReply{Message: &message}, nil
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:50051")
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer()
	rpc_package.RegisterHelloWorldServiceServer(server, helloWorld{})
	fmt.Println("listening on", listener.Addr())
	log.Fatal(server.Serve(listener))
}
