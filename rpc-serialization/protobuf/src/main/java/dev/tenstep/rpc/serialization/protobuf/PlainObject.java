package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.objects.ObjectAccess;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The codec of an object for which no class is generated ({@link ObjectGenerator}): a loop over its fields, with boxed
 * values. It is several times slower, and has no limit.
 */
final class PlainObject implements MessageCodec {
    /** The fields in the order of their numbers. */
    private final FieldCodec[] fields;
    /** Each field's index in the object. */
    private final int[] targets;

    private final ObjectAccess access;
    private final Map<Integer, Integer> indexByTag = new HashMap<>();

    PlainObject(MessagePlan plan) {
        targets = plan.order();
        access = new ObjectAccess(plan.object());
        fields = new FieldCodec[targets.length];
        for (int i = 0; i < targets.length; i++) {
            fields[i] = plan.field(targets[i]);
            indexByTag.put(fields[i].tag(), i);
            indexByTag.put(fields[i].otherTag(), i);
        }
    }

    @Override
    public int write(@Nullable Object value, MessageOutput out, int start, int depth) throws Throwable {
        int p = start;
        for (int i = 0; i < fields.length; i++) {
            WireOutput.room(out, p, 0);
            p = fields[i].write(access.get(targets[i], value), out, p, depth);
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
        return access.make(values);
    }

    private int index(int tag, int likely) {
        return likely < fields.length && fields[likely].tag() == tag ? likely : indexByTag.getOrDefault(tag, -1);
    }
}
