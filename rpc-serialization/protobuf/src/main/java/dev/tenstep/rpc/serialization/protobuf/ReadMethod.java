package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.objects.Code;
import dev.tenstep.rpc.serialization.objects.Code.Local;
import dev.tenstep.rpc.serialization.objects.ObjectPlan.Member;
import java.util.stream.IntStream;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Generates the method that reads an object: see {@link ObjectGenerator}. */
final class ReadMethod {
    private final MessagePlan plan;
    private final Code code;
    private final Local a;
    private final Local start;
    private final Local end;
    private final Local depth;
    private final Local p;
    private final Local tag;
    private final Local span;
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
        nextTag();
        Label loop = new Label();
        Label done = new Label();
        code.place(loop);
        code.load(tag).push(WireInput.END).jump(Opcodes.IF_ICMPEQ, done);
        code.load(p).store(before);
        for (int i : plan.order()) {
            field(i, held[i]);
        }
        code.load(p).load(before).jump(Opcodes.IF_ICMPNE, loop);
        skip();
        code.jump(Opcodes.GOTO, loop);
        code.place(done);
        make();
        code.add(Opcodes.ARETURN).end();
    }

    private void nextTag() {
        code.load(a).load(p).load(end);
        code.call(WireInput.class, "tag", byte[].class, int.class, int.class).store(tag);
    }

    private void pushPositionAfterTag() {
        code.load(a).load(p).call(WireInput.class, "after", byte[].class, int.class);
    }

    private void skip() {
        code.load(a);
        pushPositionAfterTag();
        code.load(end).load(tag).load(depth);
        code.call(WireInput.class, "skip", byte[].class, int.class, int.class, int.class, int.class)
                .store(p);
        nextTag();
    }

    /** Reads the field if the tag is one of its own; one that may come several times, as long as it is. */
    private void field(int i, Local value) {
        FieldCodec codec = plan.field(i);
        boolean twoTags = codec.otherTag() != codec.tag();
        Label again = new Label();
        Label mine = new Label();
        Label next = new Label();
        code.place(again);
        if (twoTags) {
            code.load(tag).push(codec.otherTag()).jump(Opcodes.IF_ICMPEQ, mine);
        }
        code.load(tag).push(codec.tag()).jump(Opcodes.IF_ICMPNE, next);
        code.place(mine);
        code.load(a);
        pushPositionAfterTag();
        code.load(end);
        if (twoTags) {
            code.load(tag);
        } else {
            code.push(codec.tag());
        }
        code.call(WireInput.class, "span", byte[].class, int.class, int.class, int.class)
                .store(span);
        value(plan.member(i), codec, value);
        code.load(span).call(WireInput.class, "end", long.class).store(p);
        nextTag();
        if (ObjectGenerator.isGathered(codec)) {
            code.jump(Opcodes.GOTO, again);
        }
        code.place(next);
    }

    private void value(Member member, FieldCodec codec, Local value) {
        ValueCodec single = ObjectGenerator.single(codec);
        if (codec instanceof NumberField number) {
            code.push(number.codec(), NumberCodec.class);
            pushBounds();
            code.call(NumberCodec.class, "read", byte[].class, int.class, int.class);
            ObjectGenerator.fromBits(code, member.type());
        } else if (codec instanceof MessageField) {
            code.load(value).load(span).call(MessageField.class, "note", long.class, long.class);
        } else if (single != null) {
            code.push(single, ValueCodec.class);
            pushBounds();
            code.load(depth).call(ValueCodec.class, "read", byte[].class, int.class, int.class, int.class);
        } else {
            code.push(codec, FieldCodec.class)
                    .load(tag)
                    .load(value)
                    .load(a)
                    .load(span)
                    .load(end)
                    .load(depth);
            code.call(
                    FieldCodec.class, "read", int.class, Object.class, byte[].class, long.class, int.class, int.class);
        }
        code.store(value);
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
        if (plan.object().bean()) {
            fill(values);
        } else {
            code.make(plan.object(), values);
        }
    }

    private void fill(Local[] values) {
        Local made = code.local(Object.class);
        code.make(plan.object(), new Local[0]).store(made);
        for (int i : plan.order()) {
            code.set(plan.member(i), made, values[i]);
        }
        code.load(made);
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
