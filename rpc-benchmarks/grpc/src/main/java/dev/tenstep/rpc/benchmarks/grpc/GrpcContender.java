package dev.tenstep.rpc.benchmarks.grpc;

import com.google.protobuf.Message;
import dev.tenstep.rpc.benchmarks.contender.Calls;
import dev.tenstep.rpc.benchmarks.contender.Contender;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import dev.tenstep.rpc.benchmarks.contender.StreamCalls;
import dev.tenstep.rpc.benchmarks.contender.StreamKind;
import dev.tenstep.rpc.benchmarks.messages.MessageCalls;
import dev.tenstep.rpc.benchmarks.messages.MessageSamples;
import dev.tenstep.rpc.benchmarks.messages.proto.EchoRequest;
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
 * Variants: {@code direct} (client and server on the event loops) and {@code default} (the builders' defaults). A server
 * serves Tenstep's clients as well, and {@code direct-to-tenstep} is a client of Tenstep's server: there the service has
 * another name, and the user of an echo is a parameter. Stubs are written by hand and do what generated ones do.
 */
public final class GrpcContender implements Contender {
    private static final String SERVICE = "dev.tenstep.rpc.benchmarks.Users";
    private static final String OF_TENSTEP = "Users";
    private static final String TO_TENSTEP = "direct-to-tenstep";
    private static final MethodDescriptor<UserMessage, UserMessage> ECHO =
            unary(SERVICE, "Echo", UserMessage.getDefaultInstance(), UserMessage.getDefaultInstance());
    private static final MethodDescriptor<EchoRequest, UserMessage> ECHO_OF_TENSTEP =
            unary(OF_TENSTEP, "Echo", EchoRequest.getDefaultInstance(), UserMessage.getDefaultInstance());

    /** Makes one, as ServiceLoader does. */
    public GrpcContender() {}

    private static <Q extends Message, R extends Message> MethodDescriptor<Q, R> unary(
            String service, String name, Q request, R reply) {
        return MethodDescriptor.<Q, R>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(reply))
                .setSampledToLocalTracing(true)
                .build();
    }

    private static MethodDescriptor<ExistRequest, ExistReply> exist(String service) {
        return unary(service, "Exist", ExistRequest.getDefaultInstance(), ExistReply.getDefaultInstance());
    }

    private static MethodDescriptor<PageRequest, PageReply> page(String service) {
        return unary(service, "Page", PageRequest.getDefaultInstance(), PageReply.getDefaultInstance());
    }

    @Override
    public int serve(String variant) throws Exception {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(service(SERVICE)
                        .addMethod(ECHO, ServerCalls.asyncUnaryCall(GrpcContender::answer))
                        .build())
                .addService(service(OF_TENSTEP)
                        .addMethod(
                                ECHO_OF_TENSTEP,
                                ServerCalls.asyncUnaryCall((request, replies) -> answer(request.getUser(), replies)))
                        .build())
                .addService(GrpcStreams.service(GrpcStreams.SERVICE))
                .addService(GrpcStreams.service(GrpcStreams.OF_TENSTEP));
        return (variant.equals("direct") ? builder.directExecutor() : builder)
                .build()
                .start()
                .getPort();
    }

    private static ServerServiceDefinition.Builder service(String name) {
        return ServerServiceDefinition.builder(name)
                .addMethod(
                        exist(name),
                        ServerCalls.asyncUnaryCall(
                                (request, replies) -> answer(MessageSamples.exist(request), replies)))
                .addMethod(
                        page(name),
                        ServerCalls.asyncUnaryCall(
                                (request, replies) -> answer(MessageSamples.page(request), replies)));
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
        boolean toTenstep = variant.equals(TO_TENSTEP);
        ManagedChannel channel = (toTenstep || variant.equals("direct") ? builder.directExecutor() : builder).build();
        return new ClientEnd() {
            @Override
            public Calls<?> calls(Operation operation) {
                return GrpcContender.calls(channel, toTenstep, operation);
            }

            @Override
            public StreamCalls streams(StreamKind kind) {
                return GrpcStreams.calls(channel, toTenstep ? GrpcStreams.OF_TENSTEP : GrpcStreams.SERVICE, kind);
            }
        };
    }

    private static Calls<?> calls(Channel channel, boolean toTenstep, Operation operation) {
        String service = toTenstep ? OF_TENSTEP : SERVICE;
        return switch (operation) {
            case EXIST -> MessageCalls.exist(blocking(channel, exist(service)), async(channel, exist(service)));
            case ECHO ->
                toTenstep
                        ? MessageCalls.echoAsParameter(
                                blocking(channel, ECHO_OF_TENSTEP), async(channel, ECHO_OF_TENSTEP))
                        : MessageCalls.echo(blocking(channel, ECHO), async(channel, ECHO));
            case PAGE -> MessageCalls.page(blocking(channel, page(service)), async(channel, page(service)));
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
