package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.fuzz.Fed;
import dev.tenstep.rpc.fuzz.FuzzedService;
import dev.tenstep.rpc.testkit.TinySerializer;
import dev.tenstep.rpc.transport.netty.FedPort;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server whose client has said hello and declared a few methods, and then sends anything. */
public final class ServerFuzz {
    private static final FedPort PORT = new FedPort(FuzzedService.services(new TinySerializer()));
    private static final byte[] BEGINNING = beginning();

    private ServerFuzz() {}

    private static byte[] beginning() {
        ByteBuf out = TenstepFrames.hello();
        List<String> methods = List.of("next", "length", "text", "refuse", "sum", "count", "echo", "hold");
        for (int i = 0; i < methods.size(); i++) {
            declare(out, 3 + i, methods.get(i));
        }
        return Fed.rest(out);
    }

    private static void declare(ByteBuf out, int id, String method) {
        int start = out.writerIndex();
        out.writeInt(0).writeByte(Wire.DECLARE).writeShort(id);
        for (String text : List.of("Golden", method, "tiny")) {
            out.writeShort(text.length()).writeCharSequence(text, StandardCharsets.US_ASCII);
        }
        out.writeShort(0);
        out.setInt(start, out.writerIndex() - start - 4);
    }

    /** Feeds the server one input; throws if the server fails. */
    public static void fuzzerTestOneInput(byte[] input) {
        Fed.feed(ServerFuzz::once, input);
    }

    private static void once(byte[] input) {
        try (Fed server = new Fed()) {
            PORT.accept(server.channel());
            server.feed(BEGINNING, Integer.MAX_VALUE);
            server.feed(TenstepFrames.of(input), Fed.piece(input));
            server.pass(Fed.LINGER_SECONDS);
            answersAreOfTheirCalls(TenstepFrames.split(server.written()));
        }
        PORT.check();
    }

    /** Checks that chunks and items come only between a REPLY and the end of its call. */
    private static void answersAreOfTheirCalls(List<byte[]> frames) {
        Map<Integer, Integer> begun = new HashMap<>();
        for (byte[] frame : frames) {
            int type = frame[0];
            if (type == Wire.REPLY) {
                begun.merge(Wire.i32(frame, 2), 1, Integer::sum);
            } else if ((type == Wire.ITEM || type == Wire.END) && !begun.containsKey(Wire.i32(frame, 2))) {
                throw new IllegalStateException("a frame of results before their reply");
            } else if (type == Wire.DECLARE || type == Wire.REQUEST || type == Wire.CANCEL) {
                throw new IllegalStateException("a frame that only clients send: " + type);
            }
        }
    }
}
