package main

import (
	"context"
	"fmt"
	"log"
	"time"

	"google.golang.org/grpc"

	"hello/rpc_package"
)

func main() {
	connection, err := grpc.Dial("127.0.0.1:50000", grpc.WithInsecure())
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()

	name := "shen"
	service := rpc_package.NewHelloWorldServiceClient(connection)
	reply, err := service.SayHello(ctx, &rpc_package.HelloRequest{Name: &name})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(reply.GetMessage())
}
