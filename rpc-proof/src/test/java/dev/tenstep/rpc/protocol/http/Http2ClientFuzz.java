package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.fuzz.Fed;
import dev.tenstep.rpc.fuzz.FuzzedCalls;
import dev.tenstep.rpc.serialization.protobuf.ProtobufSerializer;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.util.Arrays;
import java.util.List;

/** A client of gRPC with a call of every kind in flight, whose server has sent its settings and then sends anything. */
public final class Http2ClientFuzz {
    private static final FuzzedCalls CALLS = new FuzzedCalls(new ProtobufSerializer());

    private Http2ClientFuzz() {}

    /** Feeds the client one input; throws if the client fails. */
    public static void fuzzerTestOneInput(byte[] input) {
        Fed.feed(Http2ClientFuzz::once, input);
    }

    /** Feeds the client one input, and returns what its calls have ended with. */
    static List<List<String>> once(byte[] input) {
        ByteBuf sent = Unpooled.buffer();
        new Http2Frame(Http2FrameTypes.SETTINGS, 0, 0, new byte[0]).write(sent);
        byte[] hello = Fed.rest(sent.duplicate());
        byte[] frames = Http2Notation.frames(input);
        sent.writeBytes(frames);
        List<List<String>> ends;
        try (Fed client = new Fed()) {
            ClientConnection connection = new GrpcClientProtocol().open(client.channel(), CALLS.owner());
            client.channel().pipeline().fireChannelActive();
            client.feed(hello, Integer.MAX_VALUE);
            ends = CALLS.begin(connection::send);
            client.channel().runPendingTasks();
            client.feed(frames, Fed.piece(input));
            client.pass(Fed.LINGER_SECONDS);
            ByteBuf written = client.written();
            byte[] preface = Fed.rest(written.readSlice(Http2ServerFuzz.PREFACE.length));
            if (!Arrays.equals(preface, Http2ServerFuzz.PREFACE)) {
                throw new IllegalStateException("a connection that does not begin with the preface");
            }
            Http2Written.check(false, Http2Frame.split(sent), written);
        }
        CALLS.check(ends);
        return ends;
    }
}
