package dev.tenstep.rpc.benchmarks.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.tenstep.rpc.benchmarks.contender.StreamCalls;
import dev.tenstep.rpc.benchmarks.contender.StreamKind;
import dev.tenstep.rpc.benchmarks.messages.MessageSamples;
import dev.tenstep.rpc.benchmarks.messages.proto.Block;
import dev.tenstep.rpc.benchmarks.messages.proto.StreamRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.UserMessage;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/** Server streaming, with the flow control of gRPC's manual: messages are sent while the observer is ready. */
final class GrpcStreams {
    static final String SERVICE = "dev.tenstep.rpc.benchmarks.UserStreams";

    /** The same service as Tenstep's clients and servers name it. */
    static final String OF_TENSTEP = "UserStreams";

    private GrpcStreams() {}

    private static MethodDescriptor<StreamRequest, UserMessage> users(String service) {
        return streaming(service, "Users", UserMessage.getDefaultInstance());
    }

    private static MethodDescriptor<StreamRequest, Block> blocks(String service) {
        return streaming(service, "Blocks", Block.getDefaultInstance());
    }

    private static <R extends Message> MethodDescriptor<StreamRequest, R> streaming(
            String service, String name, R reply) {
        return MethodDescriptor.<StreamRequest, R>newBuilder()
                .setType(MethodType.SERVER_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
                .setRequestMarshaller(ProtoUtils.marshaller(StreamRequest.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(reply))
                .build();
    }

    static ServerServiceDefinition service(String name) {
        return ServerServiceDefinition.builder(name)
                .addMethod(
                        users(name),
                        ServerCalls.asyncServerStreamingCall(
                                (request, replies) -> send(request, replies, MessageSamples::user)))
                .addMethod(blocks(name), ServerCalls.asyncServerStreamingCall((request, replies) -> {
                    Block block = Block.newBuilder()
                            .setContent(ByteString.copyFrom(new byte[request.getMessageBytes()]))
                            .build();
                    send(request, replies, i -> block);
                }))
                .build();
    }

    private static <R> void send(StreamRequest request, StreamObserver<R> replies, IntFunction<R> make) {
        ServerCallStreamObserver<R> ready = (ServerCallStreamObserver<R>) replies;
        int[] next = {0};
        ready.setOnReadyHandler(() -> {
            while (ready.isReady() && next[0] < request.getMessages()) {
                ready.onNext(make.apply(next[0]++));
                if (next[0] == request.getMessages()) {
                    ready.onCompleted();
                }
            }
        });
    }

    static StreamCalls calls(Channel channel, String service, StreamKind kind) {
        MethodDescriptor<StreamRequest, UserMessage> users = users(service);
        MethodDescriptor<StreamRequest, Block> blocks = blocks(service);
        StreamRequest request = StreamRequest.newBuilder()
                .setMessages(kind.messages())
                .setMessageBytes(kind.messageBytes())
                .build();
        return (number, completion) -> {
            if (kind == StreamKind.USERS) {
                take(channel, users, request, completion);
            } else {
                take(channel, blocks, request, completion);
            }
        };
    }

    private static <R> void take(
            Channel channel,
            MethodDescriptor<StreamRequest, R> method,
            StreamRequest request,
            BiConsumer<? super Integer, ? super Throwable> completion) {
        ClientCalls.asyncServerStreamingCall(
                channel.newCall(method, CallOptions.DEFAULT),
                request,
                new Counter<>(request.getMessages(), completion));
    }

    /** Counts messages. */
    private static final class Counter<R> implements StreamObserver<R> {
        private final int expected;
        private final BiConsumer<? super Integer, ? super Throwable> completion;
        private int count;

        Counter(int expected, BiConsumer<? super Integer, ? super Throwable> completion) {
            this.expected = expected;
            this.completion = completion;
        }

        @Override
        public void onNext(R message) {
            count++;
        }

        @Override
        public void onError(Throwable failure) {
            completion.accept(null, failure);
        }

        @Override
        public void onCompleted() {
            completion.accept(count == expected ? count : -1, null);
        }
    }
}
