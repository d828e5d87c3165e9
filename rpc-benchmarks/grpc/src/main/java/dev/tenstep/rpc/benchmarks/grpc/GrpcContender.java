package dev.tenstep.rpc.benchmarks.grpc;

import com.google.protobuf.Message;
import dev.tenstep.rpc.benchmarks.contender.Calls;
import dev.tenstep.rpc.benchmarks.contender.Contender;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import dev.tenstep.rpc.benchmarks.contender.StreamCalls;
import dev.tenstep.rpc.benchmarks.contender.StreamKind;
import dev.tenstep.rpc.benchmarks.messages.MessageCalls;
import dev.tenstep.rpc.benchmarks.messages.MessageSamples;
import dev.tenstep.rpc.benchmarks.messages.proto.ExistReply;
import dev.tenstep.rpc.benchmarks.messages.proto.ExistRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.PageReply;
import dev.tenstep.rpc.benchmarks.messages.proto.PageRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.UserMessage;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Variants: {@code direct} (client and server on the event loops) and {@code default} (the builders' defaults). Stubs
 * are written by hand and do what generated ones do.
 */
public final class GrpcContender implements Contender {
    private static final String SERVICE = "dev.tenstep.rpc.benchmarks.Users";
    private static final MethodDescriptor<ExistRequest, ExistReply> EXIST =
            unary("Exist", ExistRequest.getDefaultInstance(), ExistReply.getDefaultInstance());
    private static final MethodDescriptor<UserMessage, UserMessage> ECHO =
            unary("Echo", UserMessage.getDefaultInstance(), UserMessage.getDefaultInstance());
    private static final MethodDescriptor<PageRequest, PageReply> PAGE =
            unary("Page", PageRequest.getDefaultInstance(), PageReply.getDefaultInstance());

    /** Makes one, as ServiceLoader does. */
    public GrpcContender() {}

    private static <Q extends Message, R extends Message> MethodDescriptor<Q, R> unary(
            String name, Q request, R reply) {
        return MethodDescriptor.<Q, R>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(reply))
                .setSampledToLocalTracing(true)
                .build();
    }

    @Override
    public int serve(String variant) throws Exception {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder(SERVICE)
                        .addMethod(
                                EXIST,
                                ServerCalls.asyncUnaryCall(
                                        (request, replies) -> answer(MessageSamples.exist(request), replies)))
                        .addMethod(ECHO, ServerCalls.asyncUnaryCall(GrpcContender::answer))
                        .addMethod(
                                PAGE,
                                ServerCalls.asyncUnaryCall(
                                        (request, replies) -> answer(MessageSamples.page(request), replies)))
                        .build())
                .addService(GrpcStreams.service());
        return (variant.equals("direct") ? builder.directExecutor() : builder)
                .build()
                .start()
                .getPort();
    }

    private static <R> void answer(R reply, StreamObserver<R> replies) {
        replies.onNext(reply);
        replies.onCompleted();
    }

    @Override
    public ClientEnd connect(String variant, int port) {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .usePlaintext();
        ManagedChannel channel = (variant.equals("direct") ? builder.directExecutor() : builder).build();
        return new ClientEnd() {
            @Override
            public Calls<?> calls(Operation operation) {
                return GrpcContender.calls(channel, operation);
            }

            @Override
            public StreamCalls streams(StreamKind kind) {
                return GrpcStreams.calls(channel, kind);
            }
        };
    }

    private static Calls<?> calls(Channel channel, Operation operation) {
        return switch (operation) {
            case EXIST -> MessageCalls.exist(blocking(channel, EXIST), async(channel, EXIST));
            case ECHO -> MessageCalls.echo(blocking(channel, ECHO), async(channel, ECHO));
            case PAGE -> MessageCalls.page(blocking(channel, PAGE), async(channel, PAGE));
        };
    }

    private static <Q, R> MessageCalls.Blocking<Q, R> blocking(Channel channel, MethodDescriptor<Q, R> method) {
        return request -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
    }

    private static <Q, R> MessageCalls.Async<Q, R> async(Channel channel, MethodDescriptor<Q, R> method) {
        return (request, completion) -> ClientCalls.asyncUnaryCall(
                channel.newCall(method, CallOptions.DEFAULT), request, new Reply<>(completion));
    }

    /** Completes with the only message of a unary call. */
    private static final class Reply<R> implements StreamObserver<R> {
        private final BiConsumer<? super R, ? super Throwable> completion;
        private @Nullable R reply;

        Reply(BiConsumer<? super R, ? super Throwable> completion) {
            this.completion = completion;
        }

        @Override
        public void onNext(R message) {
            reply = message;
        }

        @Override
        public void onError(Throwable failure) {
            completion.accept(null, failure);
        }

        @Override
        public void onCompleted() {
            completion.accept(reply, null);
        }
    }
}
