package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.kernel.ServerSetup;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.server.ServicesBuilder;
import dev.tenstep.rpc.testkit.TinySerializer;
import dev.tenstep.rpc.transport.netty.FedPort;
import dev.tenstep.rpc.worker.WorkerPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server whose client has said hello and declared a few methods, and then sends anything. */
public final class ServerFuzz {
    private static final WorkerPool POOL = new WorkerPool("fuzz", 1, 1);
    private static final Services SERVICES = new ServicesBuilder(new TinySerializer(), POOL)
            .add(ServiceContract.of(FuzzedService.class), new FuzzedService.Handler())
            .build();
    private static final FedPort PORT = listen();
    private static final byte[] BEGINNING = beginning();

    private ServerFuzz() {}

    private static FedPort listen() {
        return new FedPort(new ServerSetup(SERVICES, Fed.SETTINGS, null, Fed.COMPRESSION, null, Fed.CONFIG));
    }

    private static byte[] beginning() {
        ByteBuf out = Unpooled.buffer();
        out.writeBytes(Wire.PREFACE);
        out.writeInt(25).writeByte(Wire.HELLO).writeByte(1).writeByte(1).writeInt(Wire.STREAMS);
        out.writeInt(128 << 10).writeInt(1 << 10).writeInt(16);
        out.writeByte(1).writeByte(4).writeBytes(Wire.utf8("gzip"));
        List<String> methods = List.of("next", "length", "text", "refuse", "sum", "count", "echo", "hold");
        for (int i = 0; i < methods.size(); i++) {
            declare(out, 3 + i, methods.get(i));
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
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
        try {
            once(input);
        } catch (Fed.TooMuch perhapsAClassWasLoaded) {
            once(input);
        }
    }

    private static void once(byte[] input) {
        try (Fed server = new Fed()) {
            PORT.accept(server.channel);
            server.feed(BEGINNING, Integer.MAX_VALUE);
            byte[] sent = Fed.frames(input);
            server.feed(sent, Fed.piece(input));
            answersAreOfTheirCalls(server.frames());
        }
        if (PORT.held() != 0) {
            throw new IllegalStateException(
                    "a connection that is closed holds " + PORT.held() + " bytes of its server's");
        }
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
