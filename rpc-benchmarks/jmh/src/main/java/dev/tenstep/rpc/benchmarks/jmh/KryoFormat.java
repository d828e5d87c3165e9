package dev.tenstep.rpc.benchmarks.jmh;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.unsafe.UnsafeInput;
import com.esotericsoftware.kryo.unsafe.UnsafeOutput;
import dev.tenstep.rpc.benchmarks.jmh.orders.Address;
import dev.tenstep.rpc.benchmarks.jmh.orders.Customer;
import dev.tenstep.rpc.benchmarks.jmh.orders.Line;
import dev.tenstep.rpc.benchmarks.jmh.orders.Order;
import dev.tenstep.rpc.benchmarks.jmh.orders.Progress;
import dev.tenstep.rpc.benchmarks.jmh.orders.Unit;
import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.Status;
import dev.tenstep.rpc.benchmarks.users.User;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Kryo alone, as its users have it: classes registered, one instance and its buffers reused, serializers by default. */
final class KryoFormat implements Format {
    private final Kryo kryo;
    private final Output out;
    private final Input in;
    private final Class<?> type;

    private KryoFormat(Payload payload, Output out, Input in) {
        kryo = new Kryo();
        kryo.register(User.class);
        kryo.register(Status.class);
        kryo.register(Page.class);
        kryo.register(Order.class);
        kryo.register(Progress.class);
        kryo.register(Customer.class);
        kryo.register(Address.class);
        kryo.register(Line.class);
        kryo.register(Unit.class);
        kryo.register(ArrayList.class);
        kryo.register(LinkedHashMap.class);
        kryo.register(Instant.class);
        kryo.register(LocalDate.class);
        kryo.register(Duration.class);
        kryo.register(byte[].class);
        this.out = out;
        this.in = in;
        type = payload.type();
    }

    /**
     * Makes one without {@code sun.misc.Unsafe}, neither for fields nor for buffers. Kryo decides on fields when its
     * first class is loaded, so this must be the JVM's first use of it.
     */
    static KryoFormat safe(Payload payload) {
        System.setProperty("kryo.unsafe", "false");
        return new KryoFormat(payload, new Output(512, -1), new Input());
    }

    /** Makes one with {@code sun.misc.Unsafe} for fields, which is Kryo's default, and for buffers. */
    static KryoFormat unsafe(Payload payload) {
        return new KryoFormat(payload, new UnsafeOutput(512, -1), new UnsafeInput());
    }

    @Override
    public Output write(Object prepared) {
        out.reset();
        kryo.writeObject(out, prepared);
        return out;
    }

    @Override
    public byte[] written() {
        return out.toBytes();
    }

    @Override
    public Object read(byte[] message) {
        in.setBuffer(message);
        return kryo.readObject(in, type);
    }
}
