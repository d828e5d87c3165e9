package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.fuzz.Fed;
import dev.tenstep.rpc.fuzz.FuzzedService;
import dev.tenstep.rpc.serialization.protobuf.ProtobufSerializer;
import dev.tenstep.rpc.testkit.TinySerializer;
import dev.tenstep.rpc.transport.netty.FedPort;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A server whose client has sent the preface of HTTP/2 and its settings, and then sends anything. */
public final class Http2ServerFuzz {
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final FedPort PORT =
            new FedPort(FuzzedService.services(new ProtobufSerializer(), new TinySerializer()));

    private Http2ServerFuzz() {}

    /** Feeds the server one input; throws if the server fails. */
    public static void fuzzerTestOneInput(byte[] input) {
        Fed.feed(Http2ServerFuzz::once, input);
    }

    /** Feeds the server one input, and returns how it has ended each stream. */
    static Map<Integer, String> once(byte[] input) {
        ByteBuf sent = Unpooled.buffer();
        new Http2Frame(Http2FrameTypes.SETTINGS, 0, 0, new byte[0]).write(sent);
        sent.writeBytes(Http2Notation.frames(input));
        Map<Integer, String> ends;
        try (Fed server = new Fed()) {
            PORT.accept(server.channel());
            server.feed(PREFACE, Integer.MAX_VALUE);
            server.feed(Fed.rest(sent.duplicate()), Fed.piece(input));
            server.pass(Fed.LINGER_SECONDS);
            ends = Http2Written.check(true, Http2Frame.split(sent), server.written());
        }
        PORT.check();
        return ends;
    }
}
