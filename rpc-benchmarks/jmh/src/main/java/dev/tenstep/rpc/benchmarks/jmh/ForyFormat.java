package dev.tenstep.rpc.benchmarks.jmh;

import dev.tenstep.rpc.benchmarks.jmh.orders.Address;
import dev.tenstep.rpc.benchmarks.jmh.orders.Customer;
import dev.tenstep.rpc.benchmarks.jmh.orders.Line;
import dev.tenstep.rpc.benchmarks.jmh.orders.Order;
import dev.tenstep.rpc.benchmarks.jmh.orders.Progress;
import dev.tenstep.rpc.benchmarks.jmh.orders.Unit;
import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.Status;
import dev.tenstep.rpc.benchmarks.users.User;
import org.apache.fory.Fory;
import org.apache.fory.memory.MemoryBuffer;
import org.apache.fory.memory.MemoryUtils;
import org.jspecify.annotations.Nullable;

/**
 * Apache Fory alone, in its native mode for Java, with registered classes and reused buffers. {@code compatible} is off:
 * both peers must then have exactly the same classes, which the framework's serializers do not ask for, and writing and
 * reading are faster and messages shorter.
 */
final class ForyFormat implements Format {
    private final Fory fory;
    private final MemoryBuffer out = MemoryUtils.buffer(512);
    private final MemoryBuffer in = MemoryUtils.wrap(new byte[1]);

    ForyFormat() {
        fory = Fory.builder()
                .withXlang(false)
                .withCompatible(false)
                .requireClassRegistration(true)
                .build();
        fory.register(User.class);
        fory.register(Status.class);
        fory.register(Page.class);
        fory.register(Order.class);
        fory.register(Progress.class);
        fory.register(Customer.class);
        fory.register(Address.class);
        fory.register(Line.class);
        fory.register(Unit.class);
    }

    @Override
    public MemoryBuffer write(Object prepared) {
        out.writerIndex(0);
        fory.serialize(out, prepared);
        return out;
    }

    @Override
    public byte[] written() {
        return out.getBytes(0, out.writerIndex());
    }

    @Override
    public @Nullable Object read(byte[] message) {
        in.pointTo(message, 0, message.length);
        in.readerIndex(0);
        return fory.deserialize(in);
    }
}
