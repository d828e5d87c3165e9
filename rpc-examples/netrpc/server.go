package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"net/rpc"
)

type Panda struct{}

func (Panda) Getinfo(number int, reply *int) error {
	*reply = number + 1
	return nil
}

func main() {
	if err := rpc.Register(Panda{}); err != nil {
		log.Fatal(err)
	}
	rpc.HandleHTTP()
	listener, err := net.Listen("tcp", "127.0.0.1:50051")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening on", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
