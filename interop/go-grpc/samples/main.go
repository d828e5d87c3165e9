// Exchanges the samples of Tenstep's testkit, in messages that are generated from the .proto of their service. Both modes
// have a file with the samples as Java sees them, in proto3's JSON. Every message is compared with its JSON.
//
//	samples serve FILE: serves each method as an echo of its parameter
//	samples call FILE ADDRESS: makes each sample from its JSON, and calls the service with it
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"strconv"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/emptypb"

	messages "interop/samples/messages"
)

// null is a field that no schema has: it tells a null reply from an empty one.
var null = []byte{0xf8, 0xe1, 0x09, 0x01}

// sample is a call. The JSON of its reply is null if the result is.
type sample struct {
	Method         string
	Request, Reply json.RawMessage
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func read(file string) (samples []sample) {
	in, err := os.Open(file)
	check(err)
	defer in.Close()
	for decoder := json.NewDecoder(in); ; {
		var next sample
		if err := decoder.Decode(&next); err == io.EOF {
			return samples
		} else {
			check(err)
		}
		samples = append(samples, next)
	}
}

// methods returns the methods of the service by their names.
func methods() map[string]protoreflect.MethodDescriptor {
	found, err := protoregistry.GlobalFiles.FindDescriptorByName("samples")
	check(err)
	all := found.(protoreflect.ServiceDescriptor).Methods()
	byName := map[string]protoreflect.MethodDescriptor{}
	for i := 0; i < all.Len(); i++ {
		byName[string(all.Get(i).Name())] = all.Get(i)
	}
	return byName
}

// empty returns an empty message of the generated type.
func empty(descriptor protoreflect.MessageDescriptor) proto.Message {
	found, err := protoregistry.GlobalTypes.FindMessageByName(descriptor.FullName())
	check(err)
	return found.New().Interface()
}

// parse returns the message that JSON stands for; null is a message with the field for it.
func parse(text json.RawMessage, descriptor protoreflect.MessageDescriptor) proto.Message {
	message := empty(descriptor)
	if string(text) == "null" {
		message.ProtoReflect().SetUnknown(null)
		return message
	}
	check(protojson.Unmarshal(text, message))
	return message
}

// compare tells two messages apart by all of their fields, and by their JSON, which has a sign for 0.
func compare(found, expected proto.Message) error {
	a, err := protojson.Marshal(found)
	check(err)
	b, err := protojson.Marshal(expected)
	check(err)
	if !proto.Equal(found, expected) || !bytes.Equal(a, b) {
		return fmt.Errorf("found: %.1000s (expected: %.1000s)", a, b)
	}
	return nil
}

// echo returns a reply with the value of a request: the value is the reply itself, or its result.
func echo(method protoreflect.MethodDescriptor, asked proto.Message) proto.Message {
	request := asked.ProtoReflect()
	reply := empty(method.Output()).ProtoReflect()
	value := request.Descriptor().Fields().ByName("value")
	present := request.Has(value) || !value.HasPresence() && !value.IsList() && !value.IsMap()
	switch {
	case method.Output().Name() == "samples"+method.Name()+"Response":
		if present {
			reply.Set(reply.Descriptor().Fields().ByName("result"), request.Get(value))
		}
	case present:
		return request.Get(value).Message().Interface()
	default:
		reply.SetUnknown(null)
	}
	return reply.Interface()
}

// answer serves a call of a sample, whose number is in the metadata.
func answer(ctx context.Context, samples []sample, method protoreflect.MethodDescriptor, request proto.Message) (proto.Message, error) {
	switch method.Name() {
	case "Fails":
		text, id := "no user 7", int64(7)
		failed, err := status.New(codes.NotFound, text).WithDetails(&messages.NotFound{Message: &text, Id: id, Tried: []string{"a", "b"}})
		check(err)
		return nil, failed.Err()
	case "Nothing":
		return &emptypb.Empty{}, nil
	}
	sent, _ := metadata.FromIncomingContext(ctx)
	number, err := strconv.Atoi(sent.Get("sample")[0])
	check(err)
	expected := samples[number]
	if err := compare(request, parse(expected.Request, method.Input())); err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	return echo(method, request), nil
}

func serve(samples []sample) {
	description := grpc.ServiceDesc{ServiceName: "samples", HandlerType: (*interface{})(nil)}
	for name, method := range methods() {
		method := method
		handler := func(_ interface{}, ctx context.Context, decode func(interface{}) error, _ grpc.UnaryServerInterceptor) (interface{}, error) {
			request := empty(method.Input())
			if err := decode(request); err != nil {
				return nil, err
			}
			return answer(ctx, samples, method, request)
		}
		description.Methods = append(description.Methods, grpc.MethodDesc{MethodName: name, Handler: handler})
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	server := grpc.NewServer()
	server.RegisterService(&description, nil)
	fmt.Println("listening on", listener.Addr())
	check(server.Serve(listener))
}

func call(samples []sample, address string) {
	connection, err := grpc.Dial(address, grpc.WithInsecure())
	check(err)
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	byName := methods()
	for number, next := range samples {
		method := byName[next.Method]
		reply := empty(method.Output())
		numbered := metadata.AppendToOutgoingContext(ctx, "sample", strconv.Itoa(number))
		err := connection.Invoke(numbered, "/samples/"+next.Method, parse(next.Request, method.Input()), reply)
		if err == nil {
			err = compare(reply, parse(next.Reply, method.Output()))
		}
		if err != nil {
			log.Fatalf("%s, sample %d: %v", next.Method, number, err)
		}
	}
	err = connection.Invoke(ctx, "/samples/Fails", &messages.SamplesFailsRequest{}, &emptypb.Empty{})
	details := status.Convert(err).Details()
	if len(details) != 1 {
		log.Fatalf("details of %v: %v (expected: one)", err, details)
	}
	text := "no user 7"
	check(compare(details[0].(proto.Message), &messages.NotFound{Message: &text, Id: 7, Tried: []string{"a", "b"}}))
	fmt.Println("all as expected:", len(samples), "samples")
}

func main() {
	samples := read(os.Args[2])
	if os.Args[1] == "serve" {
		serve(samples)
	} else {
		call(samples, os.Args[3])
	}
}
