// Calls the service interop.Texts on a server at the address given, in all four kinds, and says so if all was as expected.
// With the files of an authority, a certificate and its key, or of an authority alone, it does so with TLS.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"interop/certificates"
	"interop/texts"
)

func expect(found, expected interface{}) {
	if found != expected {
		log.Fatalf("found: %q (expected: %q)", found, expected)
	}
}

func check(err error) {
	if err != nil {
		log.Fatalf("failed: %v (expected: no failure)", err)
	}
}

func text(value string) *texts.Text {
	return &texts.Text{Text: &value}
}

func connect(address string, files []string) *grpc.ClientConn {
	security := grpc.WithInsecure()
	if len(files) > 0 {
		security = grpc.WithTransportCredentials(credentials.NewTLS(certificates.OfClient(files)))
	}
	connection, err := grpc.Dial(address, security)
	check(err)
	return connection
}

// client makes its calls within the time of its context.
type client struct {
	texts.TextsClient
	connection *grpc.ClientConn
	ctx        context.Context
}

func (stub client) hello(name string, options ...grpc.CallOption) string {
	answer, err := stub.Hello(stub.ctx, text(name), options...)
	check(err)
	return answer.GetText()
}

// await asks until the answer is the expected one.
func (stub client) await(question, expected string) {
	for stub.hello(question) != expected {
	}
}

func (stub client) unary() {
	ctx := metadata.AppendToOutgoingContext(stub.ctx, "who", "me", "raw-bin", "\x00\x01\xff", "raw-bin", "")
	var initial metadata.MD
	answer, err := stub.Hello(ctx, text("shen"), grpc.Header(&initial))
	check(err)
	expect(answer.GetText(), "Hello, shen!")
	expect(strings.Join(initial.Get("greeted"), ","), "me")
	expect(strings.Join(initial.Get("raw-bin"), ","), "\x00\x01\xff,")

	// Text that is more than ASCII is against gRPC's grammar, but this library sends it, and it fails nothing.
	_, err = stub.Hello(metadata.AppendToOutgoingContext(stub.ctx, "who", "K\u00f6ln"), text("shen"))
	check(err)

	expect(stub.hello(""), "Hello, !")
	large := strings.Repeat("x", 1_000_000)
	expect(stub.hello(large), "Hello, "+large+"!")
	expect(stub.hello(large, grpc.UseCompressor(gzip.Name)), "Hello, "+large+"!")
	left, err := strconv.Atoi(stub.hello("deadline"))
	check(err)
	if left <= 5_000 || left > 10_000 {
		log.Fatalf("milliseconds left: %d (expected: at most 10000, and more than 5000)", left)
	}
}

func (stub client) streams() {
	counted, err := stub.Count(stub.ctx, text("1000"))
	check(err)
	for i := 0; i < 1000; i++ {
		answer, err := counted.Recv()
		check(err)
		expect(answer.GetText(), strconv.Itoa(i))
	}
	_, err = counted.Recv()
	expect(err, io.EOF)

	joining, err := stub.Join(stub.ctx)
	check(err)
	var parts []string
	for i := 0; i < 1000; i++ {
		parts = append(parts, fmt.Sprintf("p%d", i))
		check(joining.Send(text(parts[i])))
	}
	joined, err := joining.CloseAndRecv()
	check(err)
	expect(joined.GetText(), strings.Join(parts, "+"))

	// Each answer comes before the next word is said.
	shouting, err := stub.Shout(stub.ctx)
	check(err)
	for i := 0; i < 1000; i++ {
		check(shouting.Send(text(fmt.Sprintf("w%d", i))))
		answer, err := shouting.Recv()
		check(err)
		expect(answer.GetText(), fmt.Sprintf("w%d!", i))
	}
	check(shouting.CloseSend())
	_, err = shouting.Recv()
	expect(err, io.EOF)
}

func (stub client) failures() {
	var trailing metadata.MD
	_, err := stub.Hello(stub.ctx, text("fail"), grpc.Trailer(&trailing))
	expect(status.Code(err), codes.NotFound)
	expect(status.Convert(err).Message(), "nobody is called 100% \u00e4")
	expect(strings.Join(trailing.Get("why"), ","), "because")

	failing, err := stub.Count(stub.ctx, text("5 fail"))
	check(err)
	for i := 0; i < 5; i++ {
		answer, err := failing.Recv()
		check(err)
		expect(answer.GetText(), strconv.Itoa(i))
	}
	_, err = failing.Recv()
	expect(status.Code(err), codes.NotFound)
	expect(strings.Join(failing.Trailer().Get("why"), ","), "because")
}

func (stub client) endings() {
	ctx, cancel := context.WithTimeout(stub.ctx, 500*time.Millisecond)
	defer cancel()
	_, err := stub.Never(ctx, text("x"))
	expect(status.Code(err), codes.DeadlineExceeded)
	stub.await("ended", "1")

	ctx, cancel = context.WithCancel(stub.ctx)
	ended := make(chan error)
	go func() {
		_, err := stub.Never(ctx, text("x"))
		ended <- err
	}()
	stub.await("begun", "2")
	cancel()
	expect(status.Code(<-ended), codes.Canceled)
	stub.await("ended", "2")

	ctx, cancel = context.WithCancel(stub.ctx)
	endless, err := stub.Count(ctx, text("1000000000"))
	check(err)
	for i := 0; i < 10; i++ {
		_, err := endless.Recv()
		check(err)
	}
	cancel()
	stub.await("ended", "3")
}

func (stub client) unknown() {
	err := stub.connection.Invoke(stub.ctx, "/interop.Texts/Nothing", text(""), text(""))
	expect(status.Code(err), codes.Unimplemented)
}

func main() {
	connection := connect(os.Args[1], os.Args[2:])
	defer connection.Close()
	for _, calls := range []func(client){client.unary, client.streams, client.failures, client.endings, client.unknown} {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		calls(client{texts.NewTextsClient(connection), connection, ctx})
		cancel()
	}
	fmt.Println("all as expected")
}
