// Serves login.LoginService on the port given.
package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"log"
	"net"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"examples/login"
)

var passwords = map[string]string{"ann": "secret", "bob": "s3cret", "cleo": "Secret"}

type service struct {
	login.UnimplementedLoginServiceServer
}

// answer has a token if the password is right.
func answer(request *login.LoginRequest) *login.LoginReply {
	reply := &login.LoginReply{User: request.User}
	if password, known := passwords[request.GetUser()]; known && password == request.GetPassword() {
		random := make([]byte, 16)
		if _, err := rand.Read(random); err != nil {
			log.Fatal(err)
		}
		token := hex.EncodeToString(random)
		reply.Token = &token
	}
	return reply
}

func (service) Login(ctx context.Context, request *login.LoginRequest) (*login.LoginReply, error) {
	reply := answer(request)
	if reply.Token == nil {
		return nil, status.Error(codes.Unauthenticated, "wrong user or password: "+request.GetUser())
	}
	return reply, nil
}

func (service) LoginEach(stream login.LoginService_LoginEachServer) error {
	for {
		request, err := stream.Recv()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := stream.Send(answer(request)); err != nil {
			return err
		}
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer()
	login.RegisterLoginServiceServer(server, service{})
	fmt.Println("listening on", listener.Addr())
	log.Fatal(server.Serve(listener))
}
