package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The codec of an object with more fields than a template has places. It writes with several templates, one after the
 * other. It reads into an array of boxed values, which is slower than a template but has no limit.
 */
final class WideObject implements MessageCodec {
    private final MessageCodec[] writers;
    private final FieldCodec[] fields;
    private final int[] targets;
    private final Map<Integer, Integer> indexByTag = new HashMap<>();
    private final List<ObjectPlan.Member> members;
    private final boolean bean;
    private final MethodHandle maker;

    /** Makes one from members in the order of the constructor, and their indexes in the order of their numbers. */
    WideObject(String name, List<ObjectPlan.Member> members, int[] order, boolean bean, MethodHandle constructor) {
        this.members = members;
        this.bean = bean;
        this.targets = order;
        this.fields = new FieldCodec[order.length];
        List<MessageCodec> slices = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            fields[i] = members.get(order[i]).codec();
            indexByTag.put(fields[i].tag(), i);
            indexByTag.put(fields[i].otherTag(), i);
        }
        for (int from = 0; from < order.length; from += ObjectPlan.PLACES) {
            int to = Math.min(order.length, from + ObjectPlan.PLACES);
            slices.add(Templates.object(ObjectPlan.writer(name, List.of(fields).subList(from, to))));
        }
        this.writers = slices.toArray(MessageCodec[]::new);
        this.maker = bean
                ? constructor
                : constructor.asType(constructor.type().generic()).asSpreader(Object[].class, members.size());
    }

    @Override
    public int write(Object value, MessageOutput out, int start, int depth) throws Throwable {
        int p = start;
        for (MessageCodec writer : writers) {
            p = writer.write(value, out, p, depth);
        }
        return p;
    }

    @Override
    public Object read(MessageInput in, int end, int depth) throws Throwable {
        int start = in.position();
        long[] bits = new long[fields.length];
        @Nullable Object[] held = new Object[fields.length];
        int next = 0;
        for (int tag = WireInput.tag(in, end); tag != WireInput.END; tag = WireInput.tag(in, end)) {
            int i = index(tag, next);
            if (i < 0) {
                WireInput.skip(in, end, tag, depth);
            } else if (fields[i].inBits()) {
                bits[i] = fields[i].readBits(bits[i], in, end);
                next = i + 1;
            } else {
                held[i] = fields[i].read(tag, held[i], in, end, depth);
                next = i + 1;
            }
        }
        @Nullable Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[targets[i]] = fields[i] instanceof NumberField number
                    ? number.codec().primitive().boxed(bits[i])
                    : fields[i].finish(bits[i], held[i], in, start, end, depth);
        }
        in.position(end);
        return bean ? fill(values) : maker.invoke(values);
    }

    private int index(int tag, int likely) {
        if (likely < fields.length && fields[likely].tag() == tag) {
            return likely;
        }
        return indexByTag.getOrDefault(tag, -1);
    }

    private Object fill(@Nullable Object[] values) throws Throwable {
        Object made = maker.invoke();
        for (int i = 0; i < values.length; i++) {
            MethodHandle setter = members.get(i).setter();
            if (setter != null) {
                setter.invoke(made, values[i]);
            }
        }
        return made;
    }
}
