package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.proof.Race.hold;

import dev.tenstep.rpc.proof.Race;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.Outbox;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An outbox to which many threads offer frames, and which the event loop drains and closes. */
final class OfferedFrames implements Race {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final List<String> drained = new ArrayList<>();
    private final Outbox outbox = new Outbox(
            channel(tasks), this::drained, 1 << 20, new OutputPool(), new MemoryBudget(64 << 20).share(1 << 20));

    private void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        hold(
                array[offset] == ((String) first).charAt(0) && array[offset + length - 1] == array[offset],
                "frame",
                first);
        drained.add((String) first);
    }

    @Override
    public void act(String operation) {
        switch (operation) {
            case "run" -> run();
            case "close" -> outbox.close(this::drained);
            case "offerA" -> offer("A", 5);
            case "offerB" -> offer("B", 7);
            case "offerLarge" -> offer("B", Wire.LONGEST_WHOLE + 1);
            default -> offer("C", 1);
        }
    }

    private void offer(String name, int length) {
        byte[] frame = new byte[length];
        Arrays.fill(frame, (byte) name.charAt(0));
        if (outbox.offer(name, name, frame, length)) {
            accepted.add(name);
        }
        // Like a scratch array, this one is overwritten by the next message.
        Arrays.fill(frame, 0, Math.min(length, 8), (byte) '?');
    }

    private void run() {
        Runnable next = tasks.poll();
        if (next != null) {
            next.run();
        }
    }

    @Override
    public void check() {
        while (!tasks.isEmpty()) {
            run();
        }
        hold(drained.size() == accepted.size() && drained.containsAll(accepted), "drained of " + accepted, drained);
        hold(
                !drained.contains("B") || drained.indexOf("A") < drained.indexOf("B"),
                "order of what one thread offered",
                drained);
    }

    /** Returns a channel that has nothing but an event loop, which runs nothing by itself. */
    private static Channel channel(Queue<Runnable> tasks) {
        EventLoop loop = only(EventLoop.class, "execute", task -> {
            tasks.add((Runnable) task);
            return null;
        });
        return only(Channel.class, "eventLoop", nothing -> loop);
    }

    /** Returns an object with only one method, besides those of every object. */
    private static <T> T only(Class<T> type, String method, UnaryOperator<@Nullable Object> what) {
        Object made =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> {
                    Object first = arguments == null ? null : arguments[0];
                    return switch (called.getName()) {
                        case "equals" -> self == first;
                        case "hashCode" -> System.identityHashCode(self);
                        case "toString" -> type.getSimpleName();
                        default -> {
                            hold(called.getName().equals(method), "called", called);
                            yield what.apply(first);
                        }
                    };
                });
        return type.cast(made);
    }
}
