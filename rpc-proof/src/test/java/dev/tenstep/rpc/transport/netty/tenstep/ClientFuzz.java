package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.fuzz.Fed;
import dev.tenstep.rpc.fuzz.FuzzedCalls;
import dev.tenstep.rpc.testkit.TinySerializer;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import java.util.List;

/** A client with a call of every kind in flight, whose server has said hello and then sends anything. */
public final class ClientFuzz {
    private static final FuzzedCalls CALLS = new FuzzedCalls(new TinySerializer());
    private static final byte[] BEGINNING = Fed.rest(TenstepFrames.hello());

    private ClientFuzz() {}

    /** Feeds the client one input; throws if the client fails. */
    public static void fuzzerTestOneInput(byte[] input) {
        Fed.feed(ClientFuzz::once, input);
    }

    private static void once(byte[] input) {
        List<List<String>> ends;
        try (Fed client = new Fed()) {
            TenstepClientConnection connection =
                    new TenstepClientConnection(client.channel(), CALLS.owner(), new OutputPool());
            client.channel().pipeline().addLast(connection);
            client.feed(BEGINNING, Integer.MAX_VALUE);
            ends = CALLS.begin(connection.clientSide()::send);
            client.channel().runPendingTasks();
            client.feed(TenstepFrames.of(input), Fed.piece(input));
            client.pass(Fed.LINGER_SECONDS);
        }
        CALLS.check(ends);
    }
}
