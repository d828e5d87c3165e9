package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The codec of an object for which no class is generated ({@link ObjectGenerator}): a loop over its fields, with boxed
 * values. It is several times slower, and has no limit.
 */
final class PlainObject implements MessageCodec {
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodType SETTER = MethodType.methodType(void.class, Object.class, Object.class);

    /** The fields in the order of their numbers. */
    private final FieldCodec[] fields;
    /** Each field's index in the constructor. */
    private final int[] targets;

    private final MethodHandle[] getters;
    private final @Nullable MethodHandle[] setters;
    private final Map<Integer, Integer> indexByTag = new HashMap<>();
    private final boolean bean;
    private final MethodHandle maker;

    PlainObject(ObjectPlan plan) {
        List<ObjectPlan.Member> members = plan.members();
        int n = members.size();
        targets = plan.order();
        fields = new FieldCodec[n];
        getters = new MethodHandle[n];
        setters = new MethodHandle[n];
        for (int i = 0; i < n; i++) {
            ObjectPlan.Member member = members.get(targets[i]);
            fields[i] = member.codec();
            getters[i] = member.getter().asType(GETTER);
            setters[i] = member.setter() == null ? null : member.setter().asType(SETTER);
            indexByTag.put(fields[i].tag(), i);
            indexByTag.put(fields[i].otherTag(), i);
        }
        bean = plan.bean();
        MethodHandle constructor = plan.constructor();
        maker = bean
                ? constructor
                : constructor.asType(constructor.type().generic()).asSpreader(Object[].class, n);
    }

    @Override
    public int write(@Nullable Object value, MessageOutput out, int start, int depth) throws Throwable {
        int p = start;
        for (int i = 0; i < fields.length; i++) {
            WireOutput.room(out, p, 0);
            p = fields[i].write((Object) getters[i].invokeExact(value), out, p, depth);
        }
        return p;
    }

    @Override
    public Object read(byte[] a, int start, int end, int depth) throws Throwable {
        @Nullable Object[] held = new Object[fields.length];
        int p = start;
        int likely = 0;
        for (int tag = WireInput.tag(a, p, end); tag != WireInput.END; tag = WireInput.tag(a, p, end)) {
            int i = index(tag, likely);
            p = WireInput.after(a, p);
            if (i < 0) {
                p = WireInput.skip(a, p, end, tag, depth);
            } else {
                long span = WireInput.span(a, p, end, tag);
                held[i] = fields[i].read(tag, held[i], a, span, end, depth);
                p = WireInput.end(span);
                likely = i + 1;
            }
        }
        @Nullable Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[targets[i]] = fields[i].finish(held[i], a, start, end, depth);
        }
        return bean ? fill(values) : (Object) maker.invokeExact(values);
    }

    private int index(int tag, int likely) {
        return likely < fields.length && fields[likely].tag() == tag ? likely : indexByTag.getOrDefault(tag, -1);
    }

    private Object fill(@Nullable Object[] values) throws Throwable {
        Object made = (Object) maker.invokeExact();
        for (int i = 0; i < fields.length; i++) {
            MethodHandle setter = setters[i];
            if (setter != null) {
                setter.invokeExact(made, values[targets[i]]);
            }
        }
        return made;
    }
}
