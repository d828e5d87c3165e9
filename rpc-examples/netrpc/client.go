package main

import (
	"fmt"
	"log"
	"net/rpc"
	"net/rpc/jsonrpc"
)

func main() {
	ask(rpc.DialHTTP("tcp", "127.0.0.1:50000"))
	ask(rpc.Dial("tcp", "127.0.0.1:50000"))
	ask(jsonrpc.Dial("tcp", "127.0.0.1:50000"))
}

func ask(client *rpc.Client, err error) {
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	var number int
	if err := client.Call("Panda.Getinfo", 123, &number); err != nil {
		log.Fatal(err)
	}
	fmt.Println(number)
}
