package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.client.ClientEnvironment;
import dev.tenstep.rpc.client.ClientHandle;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.ClientSetup;
import dev.tenstep.rpc.testkit.Counted;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.NettyKernels;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A client with a call of every kind in flight, whose server has said hello and then sends anything. */
public final class ClientFuzz {
    private static final ConnectionOwner CLOSED = closedKernel();
    private static final byte[] BEGINNING = beginning();
    private static final List<MethodBinding> METHODS = List.of(
            FuzzedService.binding(0, "next"),
            FuzzedService.binding(1, "text"),
            FuzzedService.binding(2, "refuse"),
            FuzzedService.binding(3, "sum"),
            FuzzedService.binding(4, "count"),
            FuzzedService.binding(5, "echo"));

    private ClientFuzz() {}

    /** Returns an owner that connects nowhere: a call that it should carry elsewhere fails at once. */
    private static ConnectionOwner closedKernel() {
        ClientKernel kernel = new NettyKernels()
                .client(
                        "127.0.0.1:1",
                        new ClientSetup(Fed.SETTINGS, null, Fed.COMPRESSION, TenstepProtocol.NAME, null, Fed.CONFIG));
        kernel.close();
        return (ConnectionOwner) kernel;
    }

    private static byte[] beginning() {
        ByteBuf out = Unpooled.buffer();
        out.writeBytes(Wire.PREFACE);
        out.writeInt(25).writeByte(Wire.HELLO).writeByte(1).writeByte(1).writeInt(Wire.STREAMS);
        out.writeInt(128 << 10).writeInt(1 << 10).writeInt(16);
        out.writeByte(1).writeByte(4).writeBytes(Wire.utf8("gzip"));
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    /** Feeds the client one input; throws if the client fails. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            once(input);
        } catch (Fed.TooMuch perhapsAClassWasLoaded) {
            once(input);
        }
    }

    private static void once(byte[] input) {
        List<AtomicInteger> ends = new ArrayList<>();
        try (Fed client = new Fed()) {
            TenstepClientConnection connection = new TenstepClientConnection(client.channel, CLOSED, new OutputPool());
            client.channel.pipeline().addLast(connection);
            client.feed(BEGINNING, Integer.MAX_VALUE);
            for (MethodBinding method : METHODS) {
                ends.add(call(connection, method));
            }
            client.channel.runPendingTasks();
            client.feed(Fed.frames(input), Fed.piece(input));
        }
        for (AtomicInteger each : ends) {
            if (each.get() != 1) {
                throw new IllegalStateException("ends of each call: " + ends);
            }
        }
    }

    /** Makes a call, and counts how often it ends. */
    private static AtomicInteger call(TenstepClientConnection connection, MethodBinding method) {
        ClientHandle handle = new ClientHandle(
                connection::send, CallOptions.DEFAULT, new ClientEnvironment(List.of(), null, 0, new AtomicLong()));
        AtomicInteger ends = new AtomicInteger();
        try {
            Object returned = handle.call(method, parameters(method.method().name()));
            if (returned instanceof CompletableFuture<?> future) {
                future.whenComplete((result, thrown) -> ends.incrementAndGet());
            } else if (returned instanceof Flow.Publisher<?> results) {
                results.subscribe(new Ends(ends));
            }
        } catch (Throwable e) {
            throw new IllegalStateException("an async call throws nothing", e);
        }
        return ends;
    }

    private static @Nullable Object[] parameters(String method) {
        Counted<Object> three = new Counted<>(3, i -> "echo".equals(method) ? "text " + i : (Object) i);
        return switch (method) {
            case "refuse" -> new @Nullable Object[0];
            case "sum" -> new @Nullable Object[] {1, three};
            case "count" -> new @Nullable Object[] {1, 3};
            case "echo" -> new @Nullable Object[] {three};
            default -> new @Nullable Object[] {1};
        };
    }

    private record Ends(AtomicInteger count) implements Flow.Subscriber<Object> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Object element) {}

        @Override
        public void onError(Throwable thrown) {
            count.incrementAndGet();
        }

        @Override
        public void onComplete() {
            count.incrementAndGet();
        }
    }
}
