// Logs users in on the server at the address given: one, then several on one stream, each after the answer to the one before.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"

	"examples/login"
)

func request(user, password string) *login.LoginRequest {
	return &login.LoginRequest{User: &user, Password: &password}
}

func show(reply *login.LoginReply, err error) {
	switch {
	case err != nil:
		fmt.Println(status.Code(err), status.Convert(err).Message())
	case reply.Token == nil:
		fmt.Println(reply.GetUser() + ": refused")
	default:
		fmt.Println(reply.GetUser() + ": logged in")
	}
}

func main() {
	connection, err := grpc.Dial(os.Args[1], grpc.WithInsecure())
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()

	service := login.NewLoginServiceClient(connection)
	show(service.Login(ctx, request("ann", "secret")))
	show(service.Login(ctx, request("bob", "secret")))

	stream, err := service.LoginEach(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, each := range []*login.LoginRequest{request("ann", "secret"), request("bob", "secret"), request("cleo", "Secret")} {
		if err := stream.Send(each); err != nil {
			log.Fatal(err)
		}
		show(stream.Recv())
	}
	if err := stream.CloseSend(); err != nil {
		log.Fatal(err)
	}
}
