package dev.tenstep.rpc.benchmarks.rsocket;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.tenstep.rpc.benchmarks.contender.Calls;
import dev.tenstep.rpc.benchmarks.contender.Contender;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import dev.tenstep.rpc.benchmarks.contender.StreamCalls;
import dev.tenstep.rpc.benchmarks.contender.StreamKind;
import dev.tenstep.rpc.benchmarks.messages.MessageCalls;
import dev.tenstep.rpc.benchmarks.messages.MessageSamples;
import dev.tenstep.rpc.benchmarks.messages.proto.Block;
import dev.tenstep.rpc.benchmarks.messages.proto.ExistReply;
import dev.tenstep.rpc.benchmarks.messages.proto.ExistRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.PageReply;
import dev.tenstep.rpc.benchmarks.messages.proto.PageRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.StreamRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.UserMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.rsocket.util.ByteBufPayload;
import java.io.IOException;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Request-response with the operation in one byte of metadata, and zero-copy payloads, as its guide advises for
 * speed.
 */
public final class RsocketContender implements Contender {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int EXIST = 0;
    private static final int ECHO = 1;
    private static final int PAGE = 2;

    /** Makes one, as ServiceLoader does. */
    public RsocketContender() {}

    @Override
    public int serve(String variant) {
        return RSocketServer.create(SocketAcceptor.with(new RSocket() {
                    @Override
                    public Mono<Payload> requestResponse(Payload payload) {
                        return Mono.fromSupplier(() -> answer(payload));
                    }

                    @Override
                    public Flux<Payload> requestStream(Payload payload) {
                        return stream(payload);
                    }
                }))
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .bindNow(TcpServerTransport.create(LOOPBACK, 0))
                .address()
                .getPort();
    }

    private static Payload answer(Payload request) {
        try {
            int operation = request.sliceMetadata().getByte(0);
            return ByteBufPayload.create(bytes(
                    switch (operation) {
                        case EXIST -> MessageSamples.exist(ExistRequest.parseFrom(request.getData()));
                        case ECHO -> UserMessage.parseFrom(request.getData());
                        case PAGE -> MessageSamples.page(PageRequest.parseFrom(request.getData()));
                        default -> throw new IllegalArgumentException("operation: " + operation + " (expected: 0..2)");
                    }));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        } finally {
            request.release();
        }
    }

    private static Flux<Payload> stream(Payload request) {
        try {
            StreamRequest asked = StreamRequest.parseFrom(request.getData());
            if (asked.getMessageBytes() == StreamKind.USERS.messageBytes()) {
                return Flux.range(0, asked.getMessages())
                        .map(i -> ByteBufPayload.create(bytes(MessageSamples.user(i))));
            }
            Block block = Block.newBuilder()
                    .setContent(ByteString.copyFrom(new byte[asked.getMessageBytes()]))
                    .build();
            return Flux.range(0, asked.getMessages()).map(i -> ByteBufPayload.create(bytes(block)));
        } catch (InvalidProtocolBufferException e) {
            return Flux.error(e);
        } finally {
            request.release();
        }
    }

    private static StreamCalls streams(RSocket socket, StreamKind kind) {
        StreamRequest request = StreamRequest.newBuilder()
                .setMessages(kind.messages())
                .setMessageBytes(kind.messageBytes())
                .build();
        return (number, completion) -> {
            var unused = socket.requestStream(ByteBufPayload.create(bytes(request)))
                    .map(payload -> decoded(kind, payload))
                    .count()
                    .subscribe(
                            count -> completion.accept(count == kind.messages() ? kind.messages() : -1, null),
                            failure -> completion.accept(null, failure));
        };
    }

    private static MessageLite decoded(StreamKind kind, Payload payload) {
        try {
            Parser<? extends MessageLite> parser = kind == StreamKind.USERS ? UserMessage.parser() : Block.parser();
            return parser.parseFrom(com.google.protobuf.CodedInputStream.newInstance(payload.getData()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        } finally {
            payload.release();
        }
    }

    private static ByteBuf bytes(MessageLite message) {
        int size = message.getSerializedSize();
        ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(Math.max(1, size));
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes.nioBuffer(0, size));
            message.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException("a buffer of the message's size was too small", e);
        }
        return bytes.writerIndex(size);
    }

    @Override
    public ClientEnd connect(String variant, int port) {
        RSocket socket = RSocketConnector.create()
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .connect(TcpClientTransport.create(LOOPBACK, port))
                .block();
        Objects.requireNonNull(socket, "socket");
        return new ClientEnd() {
            @Override
            public Calls<?> calls(Operation operation) {
                return RsocketContender.calls(socket, operation);
            }

            @Override
            public StreamCalls streams(StreamKind kind) {
                return RsocketContender.streams(socket, kind);
            }
        };
    }

    private static Calls<?> calls(RSocket socket, Operation operation) {
        return switch (operation) {
            case EXIST -> {
                Method<ExistRequest, ExistReply> exist = new Method<>(socket, EXIST, ExistReply.parser());
                yield MessageCalls.exist(exist::callAndWait, exist::call);
            }
            case ECHO -> {
                Method<UserMessage, UserMessage> echo = new Method<>(socket, ECHO, UserMessage.parser());
                yield MessageCalls.echo(echo::callAndWait, echo::call);
            }
            case PAGE -> {
                Method<PageRequest, PageReply> page = new Method<>(socket, PAGE, PageReply.parser());
                yield MessageCalls.page(page::callAndWait, page::call);
            }
        };
    }

    /** One operation over the connection. */
    private record Method<Q extends MessageLite, R>(RSocket socket, int operation, Parser<R> parser) {
        R callAndWait(Q request) {
            return Objects.requireNonNull(reply(request).block(), "reply");
        }

        void call(Q request, java.util.function.BiConsumer<? super R, ? super Throwable> completion) {
            var unused = reply(request)
                    .subscribe(reply -> completion.accept(reply, null), failure -> completion.accept(null, failure));
        }

        private Mono<R> reply(Q request) {
            ByteBuf metadata = ByteBufAllocator.DEFAULT.directBuffer(1).writeByte(operation);
            return socket.requestResponse(ByteBufPayload.create(bytes(request), metadata))
                    .map(this::decode);
        }

        private R decode(Payload payload) {
            try {
                return parser.parseFrom(com.google.protobuf.CodedInputStream.newInstance(payload.getData()));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException(e);
            } finally {
                payload.release();
            }
        }
    }
}
