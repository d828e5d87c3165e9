package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.objects.Code;
import dev.tenstep.rpc.serialization.objects.Code.Local;
import dev.tenstep.rpc.serialization.objects.GeneratedClass;
import dev.tenstep.rpc.serialization.objects.ObjectPlan.Member;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * Generates the codec of a type of object: a hidden class with straight-line code for its fields. For a bean with a
 * number and a string it is this, in terms of the local variables:
 *
 * <pre>{@code
 * int write(Object value, MessageOutput out, int p, int depth) {
 *     WireOutput.room(out, p, 0);
 *     p = NumberField.write(Bits.of(GET_ID.invokeExact(value)), ID, 8, out, p);
 *     return ValueField.write(GET_NAME.invokeExact(value), NAME, 18, out, p, depth);
 * }
 *
 * Object read(byte[] a, int start, int end, int depth) {
 *     int id = 0;
 *     Object name = null;
 *     int p = start;
 *     if (WireInput.isAt(a, p, end, 8)) {                     // in order
 *         p = p + 1;
 *         int stop = WireInput.stop(a, p, end);
 *         id = (int) ID.read(a, p, stop);
 *         p = stop;
 *     }
 *     if (WireInput.isAt(a, p, end, 18)) { ... }
 *     if (p != end) {                                         // in any order, with others in between
 *         int tag = WireInput.tag(a, p, end);
 *         do {
 *             int before = p;
 *             if (tag == 8) {
 *                 long span = WireInput.span(a, WireInput.after(a, p), end, 8);
 *                 id = (int) ID.read(a, start(span), end(span));
 *                 p = end(span);
 *                 tag = WireInput.tag(a, p, end);
 *             }
 *             if (tag == 18) { ... }
 *             if (tag != WireInput.END && p == before) {
 *                 p = WireInput.skip(a, WireInput.after(a, p), end, tag, depth);
 *                 tag = WireInput.tag(a, p, end);
 *             }
 *         } while (tag != WireInput.END);
 *     }
 *     Object made = NEW.invokeExact();
 *     SET_ID.invokeExact(made, id);
 *     SET_NAME.invokeExact(made, name);
 *     return made;
 * }
 * }</pre>
 */
final class ObjectGenerator {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** The fields that the margin of {@link WireOutput} is enough for. */
    private static final int FIELDS_IN_MARGIN = 16;

    private final MessagePlan plan;
    private final int[] order;

    private ObjectGenerator(MessagePlan plan) {
        this.plan = plan;
        this.order = plan.order();
    }

    /** Generates the codec of an object, whose methods are too long for HotSpot if it has hundreds of fields. */
    static MessageCodec generate(MessagePlan plan) throws ReflectiveOperationException {
        GeneratedClass made = new GeneratedClass(LOOKUP, "ObjectCodec", MessageCodec.class);
        new ObjectGenerator(plan)
                .write(made.method("write", int.class, Object.class, MessageOutput.class, int.class, int.class));
        new ReadMethod(plan, made.method("read", Object.class, byte[].class, int.class, int.class, int.class))
                .generate();
        return (MessageCodec) made.instance();
    }

    private void write(Code code) {
        Local value = code.local(Object.class);
        Local out = code.local(MessageOutput.class);
        Local p = code.local(int.class);
        Local depth = code.local(int.class);
        for (int i = 0; i < order.length; i++) {
            if (i % FIELDS_IN_MARGIN == 0) {
                code.load(out).load(p).push(0);
                code.call(WireOutput.class, "room", MessageOutput.class, int.class, int.class);
                code.add(Opcodes.POP);
            }
            writeField(code, order[i], value, out, p, depth);
            code.store(p);
        }
        code.load(p).add(Opcodes.IRETURN).end();
    }

    private void writeField(Code code, int index, Local value, Local out, Local p, Local depth) {
        FieldCodec codec = plan.field(index);
        Member member = plan.member(index);
        if (codec instanceof NumberField number) {
            code.get(member, value);
            toBits(code, member.type());
            code.push(number.codec(), NumberCodec.class)
                    .push(number.tag())
                    .load(out)
                    .load(p);
            code.call(
                    NumberField.class,
                    "write",
                    long.class,
                    NumberCodec.class,
                    int.class,
                    MessageOutput.class,
                    int.class);
            return;
        }
        ValueCodec single = single(codec);
        if (single == null) {
            code.push(codec, FieldCodec.class);
        }
        code.get(member, value);
        if (single != null) {
            code.push(single, ValueCodec.class)
                    .push(codec.tag())
                    .load(out)
                    .load(p)
                    .load(depth);
            code.call(
                    ValueField.class,
                    "write",
                    Object.class,
                    ValueCodec.class,
                    int.class,
                    MessageOutput.class,
                    int.class,
                    int.class);
        } else {
            code.load(out).load(p).load(depth);
            code.call(FieldCodec.class, "write", Object.class, MessageOutput.class, int.class, int.class);
        }
    }

    /** Returns the codec of a field that is nothing but one value, null if it is more. */
    static @Nullable ValueCodec single(FieldCodec field) {
        if (field instanceof ValueField value && value.optional() == null) {
            return value.codec();
        }
        return field instanceof MessageField message && message.optional() == null ? message.codec() : null;
    }

    /** Returns whether a field gathers what it holds from several occurrences. */
    static boolean isGathered(FieldCodec field) {
        return !(field instanceof NumberField || field instanceof ValueField || field instanceof MessageField);
    }

    private static void toBits(Code code, Class<?> type) {
        if (type == char.class || type == float.class || type == double.class) {
            code.call(Bits.class, "of", type);
        } else if (type != long.class) {
            code.add(Opcodes.I2L);
        }
    }

    static void fromBits(Code code, Class<?> type) {
        if (type == float.class) {
            code.call(Bits.class, "toFloat", long.class);
        } else if (type == double.class) {
            code.call(Bits.class, "toDouble", long.class);
        } else if (type != long.class) {
            code.add(Opcodes.L2I);
        }
    }
}
