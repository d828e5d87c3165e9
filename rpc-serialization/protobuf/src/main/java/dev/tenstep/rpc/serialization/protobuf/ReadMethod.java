package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.objects.Code;
import dev.tenstep.rpc.serialization.objects.Code.Local;
import java.util.stream.IntStream;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Generates the method that reads an object: see {@link ObjectGenerator}. */
final class ReadMethod {
    /**
     * The maximum number of fields that are read in order first: beyond it, the method would be longer than the 8,000 bytes
     * up to which HotSpot compiles.
     */
    private static final int MOST_IN_ORDER = 48;

    private final MessagePlan plan;
    private final Code code;
    private final Local a;
    private final Local start;
    private final Local end;
    private final Local depth;
    private final Local p;
    private final Local tag;
    private final Local span;
    private final Local stop;
    private final Local before;
    /** The data that is held of each member. */
    private final Local[] held;

    ReadMethod(MessagePlan plan, Code code) {
        this.plan = plan;
        this.code = code;
        a = code.local(byte[].class);
        start = code.local(int.class);
        end = code.local(int.class);
        depth = code.local(int.class);
        p = code.local(int.class);
        tag = code.local(int.class);
        span = code.local(long.class);
        stop = code.local(int.class);
        before = code.local(int.class);
        held = IntStream.range(0, plan.fields().size())
                .mapToObj(i -> code.local(heldAs(i)))
                .toArray(Local[]::new);
    }

    private Class<?> heldAs(int i) {
        return plan.field(i) instanceof MessageField
                ? long.class
                : plan.member(i).type();
    }

    void generate() {
        for (Local each : held) {
            code.clear(each);
        }
        code.load(start).store(p);
        Label done = new Label();
        if (held.length <= MOST_IN_ORDER) {
            for (int i : plan.order()) {
                inOrder(i);
            }
            code.load(p).load(end).jump(Opcodes.IF_ICMPEQ, done);
        }
        inAnyOrder(done);
        code.place(done);
        make();
        code.add(Opcodes.ARETURN).end();
    }

    /** Reads the field if it is next; one that may come several times, as long as it is. */
    private void inOrder(int i) {
        FieldCodec codec = plan.field(i);
        Label again = new Label();
        Label next = new Label();
        code.place(again).load(a).load(p).load(end).push(codec.tag());
        code.call(WireInput.class, "isAt", byte[].class, int.class, int.class, int.class);
        code.jump(Opcodes.IFEQ, next);
        code.load(p).push(WireOutput.sizeOfVarint(codec.tag())).add(Opcodes.IADD);
        code.store(p);
        if (isNumber(codec)) {
            number(i, codec);
        } else {
            code.load(a).load(p).load(end).push(codec.tag());
            code.call(WireInput.class, "span", byte[].class, int.class, int.class, int.class);
            code.store(span).push(codec.tag()).store(tag);
            value(i);
        }
        if (ObjectGenerator.isGathered(codec)) {
            code.jump(Opcodes.GOTO, again);
        }
        code.place(next);
    }

    /** Returns whether a field is nothing but a number. */
    private static boolean isNumber(FieldCodec codec) {
        ValueCodec single = ObjectGenerator.single(codec);
        return codec instanceof NumberField || (single != null && single.wireType() != WireInput.LENGTH_DELIMITED);
    }

    /** Reads a number, between two positions and not by a span, which takes longer. */
    private void number(int i, FieldCodec codec) {
        switch (codec.tag() & 7) {
            case WireInput.FIXED32 -> code.load(p).load(end).push(4);
            case WireInput.FIXED64 -> code.load(p).load(end).push(8);
            default -> code.load(a).load(p).load(end);
        }
        if ((codec.tag() & 7) == WireInput.VARINT) {
            code.call(WireInput.class, "stop", byte[].class, int.class, int.class);
        } else {
            code.call(WireInput.class, "fixedStop", int.class, int.class, int.class);
        }
        code.store(stop);
        if (codec instanceof NumberField number) {
            code.push(number.codec(), NumberCodec.class).load(a).load(p).load(stop);
            code.call(NumberCodec.class, "read", byte[].class, int.class, int.class);
            ObjectGenerator.fromBits(code, plan.member(i).type());
        } else {
            code.push(ObjectGenerator.single(codec), ValueCodec.class);
            code.load(a).load(p).load(stop).load(depth);
            code.call(ValueCodec.class, "read", byte[].class, int.class, int.class, int.class);
        }
        code.store(held[i]).load(stop).store(p);
    }

    /** Reads the rest, in rounds through all fields, until nothing is left. */
    private void inAnyOrder(Label done) {
        Label loop = new Label();
        nextTag();
        code.place(loop);
        code.load(p).store(before);
        for (int i : plan.order()) {
            ifTagged(i);
        }
        code.load(tag).push(WireInput.END).jump(Opcodes.IF_ICMPEQ, done);
        code.load(p).load(before).jump(Opcodes.IF_ICMPNE, loop);
        code.load(a);
        pushPositionAfterTag();
        code.load(end).load(tag).load(depth);
        code.call(WireInput.class, "skip", byte[].class, int.class, int.class, int.class, int.class);
        code.store(p);
        nextTag();
        code.load(tag).push(WireInput.END).jump(Opcodes.IF_ICMPNE, loop);
    }

    private void nextTag() {
        code.load(a).load(p).load(end);
        code.call(WireInput.class, "tag", byte[].class, int.class, int.class).store(tag);
    }

    private void pushPositionAfterTag() {
        code.load(a).load(p).call(WireInput.class, "after", byte[].class, int.class);
    }

    /** Reads the field if the tag is one of its own. */
    private void ifTagged(int i) {
        FieldCodec codec = plan.field(i);
        Label mine = new Label();
        Label next = new Label();
        if (codec.otherTag() != codec.tag()) {
            code.load(tag).push(codec.otherTag()).jump(Opcodes.IF_ICMPEQ, mine);
        }
        code.load(tag).push(codec.tag()).jump(Opcodes.IF_ICMPNE, next);
        code.place(mine).load(a);
        pushPositionAfterTag();
        code.load(end).load(tag);
        code.call(WireInput.class, "span", byte[].class, int.class, int.class, int.class);
        code.store(span);
        value(i);
        nextTag();
        code.place(next);
    }

    /** Reads the value at the span, by its tag. */
    private void value(int i) {
        FieldCodec codec = plan.field(i);
        ValueCodec single = ObjectGenerator.single(codec);
        if (codec instanceof NumberField number) {
            code.push(number.codec(), NumberCodec.class);
            pushBounds();
            code.call(NumberCodec.class, "read", byte[].class, int.class, int.class);
            ObjectGenerator.fromBits(code, plan.member(i).type());
        } else if (codec instanceof MessageField) {
            code.load(held[i]).load(span).call(MessageField.class, "note", long.class, long.class);
        } else if (single != null) {
            code.push(single, ValueCodec.class);
            pushBounds();
            code.load(depth).call(ValueCodec.class, "read", byte[].class, int.class, int.class, int.class);
        } else {
            code.push(codec, FieldCodec.class).load(tag).load(held[i]);
            code.load(a).load(span).load(end).load(depth);
            code.call(
                    FieldCodec.class, "read", int.class, Object.class, byte[].class, long.class, int.class, int.class);
        }
        code.store(held[i]);
        code.load(span).call(WireInput.class, "end", long.class).store(p);
    }

    private void pushBounds() {
        code.load(a);
        code.load(span).call(WireInput.class, "start", long.class);
        code.load(span).call(WireInput.class, "end", long.class);
    }

    private void make() {
        Local[] values = new Local[held.length];
        for (int i : plan.order()) {
            values[i] = finished(plan.field(i), held[i]);
        }
        code.make(plan.object(), values);
    }

    /** Returns where the field's value is. */
    private Local finished(FieldCodec codec, Local data) {
        if (codec instanceof MessageField message) {
            code.push(message, MessageField.class)
                    .load(data)
                    .load(a)
                    .load(start)
                    .load(end)
                    .load(depth);
            code.call(MessageField.class, "finish", long.class, byte[].class, int.class, int.class, int.class);
        } else if (codec instanceof NumberField || ObjectGenerator.single(codec) != null) {
            return data;
        } else {
            code.push(codec, FieldCodec.class)
                    .load(data)
                    .load(a)
                    .load(start)
                    .load(end)
                    .load(depth);
            code.call(FieldCodec.class, "finish", Object.class, byte[].class, int.class, int.class, int.class);
        }
        Local value = code.local(Object.class);
        code.store(value);
        return value;
    }
}
