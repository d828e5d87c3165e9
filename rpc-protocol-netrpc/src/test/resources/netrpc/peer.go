// Calls, or serves, the Panda service with Go's own net/rpc.
//
//	peer client HTTP-ADDRESS          dials by HTTP, bare and in JSON, and prints what it gets
//	peer server                       serves by HTTP, bare and in JSON, and prints the three addresses
package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/rpc"
	"net/rpc/jsonrpc"
	"os"
	"sort"
	"sync"
)

type Pair struct{ Left, Right int }

type AddRequest struct{ Left, Right int }

type Nothing struct{}

type Panda struct{}

func (Panda) Getinfo(number int, reply *int) error { *reply = number + 1; return nil }

func (Panda) Swap(pair Pair, reply *Pair) error { *reply = Pair{pair.Right, pair.Left}; return nil }

func (Panda) Add(both AddRequest, reply *int) error { *reply = both.Left + both.Right; return nil }

func (Panda) Feed(_ Nothing, _ *Nothing) error { return nil }

func (Panda) Sizes(names []string, reply *map[string][]int) error {
	*reply = map[string][]int{}
	for _, name := range names {
		(*reply)[name] = []int{len(name)}
	}
	return nil
}

func (Panda) Reverse(bytes []byte, reply *[]byte) error {
	for i := range bytes {
		*reply = append(*reply, bytes[len(bytes)-1-i])
	}
	return nil
}

func (Panda) Fail(text string, _ *int) error { return errors.New(text) }

// Wait answers when Release is called.
func (Panda) Wait(_ Nothing, reply *int) error { <-release; *reply = 1; return nil }

func (Panda) Release(_ Nothing, _ *Nothing) error { close(release); return nil }

var release = make(chan struct{})

func main() {
	if os.Args[1] == "server" {
		serve()
		return
	}
	call("http", func() (*rpc.Client, error) { return rpc.DialHTTP("tcp", os.Args[2]) })
	call("bare", func() (*rpc.Client, error) { return rpc.Dial("tcp", os.Args[2]) })
	call("json", func() (*rpc.Client, error) { return jsonrpc.Dial("tcp", os.Args[2]) })
}

func serve() {
	check(rpc.Register(Panda{}))
	rpc.HandleHTTP()
	byHTTP, bare, json := listen(), listen(), listen()
	go http.Serve(byHTTP, nil)
	go rpc.Accept(bare)
	go func() {
		for {
			connection, err := json.Accept()
			check(err)
			go jsonrpc.ServeConn(connection)
		}
	}()
	fmt.Println(byHTTP.Addr(), bare.Addr(), json.Addr())
	bufio.NewReader(os.Stdin).ReadString('\n')
}

func listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	return listener
}

func call(kind string, dial func() (*rpc.Client, error)) {
	client, err := dial()
	check(err)
	var number int
	show(kind, client.Call("Panda.Getinfo", 123, &number), number)
	var pair Pair
	show(kind, client.Call("Panda.Swap", Pair{1, 2}, &pair), pair)
	show(kind, client.Call("Panda.Swap", struct{ Right, Unknown int }{7, 8}, &pair), pair)
	show(kind, client.Call("Panda.Add", AddRequest{40, 2}, &number), number)
	show(kind, client.Call("Panda.Feed", Nothing{}, &Nothing{}), nil)
	var sizes map[string][]int
	show(kind, client.Call("Panda.Sizes", []string{"a", "bamboo"}, &sizes), sizes)
	var bytes []byte
	show(kind, client.Call("Panda.Reverse", []byte{1, 2, 255}, &bytes), bytes)
	show(kind, client.Call("Panda.Fail", "no bamboo", &number), nil)
	show(kind, client.Call("Panda.Nosuch", 1, &number), nil)
	show(kind, client.Call("Koala.Getinfo", 1, &number), nil)
	show(kind, client.Call("Getinfo", 1, &number), nil)
	show(kind, client.Call("Panda.Getinfo", "text", &number), nil)
	show(kind, client.Call("Panda.Getinfo", 1<<40, &number), nil)
	show(kind, client.Call("Panda.Count", 3, &number), nil)
	show(kind, client.Call("Panda.Getinfo", 1, &number), number)
	concurrently(kind, client)
	check(client.Close())
}

func concurrently(kind string, client *rpc.Client) {
	var wait sync.WaitGroup
	results := make([]int, 8)
	for i := range results {
		wait.Add(1)
		go func(i int) {
			defer wait.Done()
			for n := 0; n < 200; n++ {
				var number int
				if err := client.Call("Panda.Getinfo", i*1000+n, &number); err == nil && number == i*1000+n+1 {
					results[i]++
				}
			}
		}(i)
	}
	wait.Wait()
	sort.Ints(results)
	fmt.Println(kind, "concurrently", results)
}

func show(kind string, err error, reply interface{}) {
	if err != nil {
		fmt.Printf("%s error %v\n", kind, err)
	} else {
		fmt.Printf("%s %v\n", kind, reply)
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
