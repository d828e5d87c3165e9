// Serves interop.Texts on the port given, with TLS if the files of an authority, a certificate and its key are given; then
// it serves only clients with a certificate of that authority, unless the authority is "-".
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	_ "google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/reflection"
	"google.golang.org/grpc/status"

	"interop/certificates"
	"interop/texts"
)

// server counts the calls of Never that have begun, and the calls that the caller has ended.
type server struct {
	texts.UnimplementedTextsServer
	begun, ended int64
}

func text(value string) *texts.Text {
	return &texts.Text{Text: &value}
}

func fail(setTrailer func(metadata.MD)) error {
	setTrailer(metadata.Pairs("why", "because"))
	return status.Error(codes.NotFound, "nobody is called 100% \u00e4")
}

func (s *server) Hello(ctx context.Context, request *texts.Text) (*texts.Text, error) {
	switch request.GetText() {
	case "fail":
		return nil, fail(func(trailer metadata.MD) { grpc.SetTrailer(ctx, trailer) })
	case "begun":
		return text(strconv.FormatInt(atomic.LoadInt64(&s.begun), 10)), nil
	case "ended":
		return text(strconv.FormatInt(atomic.LoadInt64(&s.ended), 10)), nil
	case "deadline":
		end, _ := ctx.Deadline()
		return text(strconv.FormatInt(time.Until(end).Milliseconds(), 10)), nil
	}
	sent, _ := metadata.FromIncomingContext(ctx)
	header := metadata.MD{"greeted": {strings.Join(sent.Get("who"), ",")}, "raw-bin": sent.Get("raw-bin")}
	if err := grpc.SendHeader(ctx, header); err != nil {
		return nil, err
	}
	return text("Hello, " + request.GetText() + "!"), nil
}

func (s *server) Count(request *texts.Text, stream texts.Texts_CountServer) error {
	words := strings.Fields(request.GetText())
	end, err := strconv.Atoi(words[0])
	if err != nil {
		return status.Error(codes.InvalidArgument, err.Error())
	}
	for i := 0; i < end; i++ {
		if err := stream.Send(text(strconv.Itoa(i))); err != nil {
			atomic.AddInt64(&s.ended, 1)
			return err
		}
	}
	if len(words) > 1 {
		return fail(stream.SetTrailer)
	}
	return nil
}

func (s *server) Join(stream texts.Texts_JoinServer) error {
	var parts []string
	for {
		part, err := stream.Recv()
		if err == io.EOF {
			return stream.SendAndClose(text(strings.Join(parts, "+")))
		}
		if err != nil {
			return err
		}
		parts = append(parts, part.GetText())
	}
}

func (s *server) Shout(stream texts.Texts_ShoutServer) error {
	for {
		word, err := stream.Recv()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := stream.Send(text(word.GetText() + "!")); err != nil {
			return err
		}
	}
}

func (s *server) Never(ctx context.Context, request *texts.Text) (*texts.Text, error) {
	atomic.AddInt64(&s.begun, 1)
	<-ctx.Done()
	atomic.AddInt64(&s.ended, 1)
	return nil, status.FromContextError(ctx.Err()).Err()
}

func main() {
	var options []grpc.ServerOption
	if len(os.Args) > 2 {
		options = append(options, grpc.Creds(credentials.NewTLS(certificates.OfServer(os.Args[2:]))))
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening on", listener.Addr())
	serving := grpc.NewServer(options...)
	texts.RegisterTextsServer(serving, &server{})
	reflection.Register(serving)
	log.Fatal(serving.Serve(listener))
}
