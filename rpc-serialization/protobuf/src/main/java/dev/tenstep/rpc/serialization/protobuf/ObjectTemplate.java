package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * The codec of one object type of at most 16 fields. This class itself is never used: {@link Templates} loads its
 * bytes again for each type, as a hidden class with an {@link ObjectPlan} as its class data. The plan's parts are
 * then static final constants to HotSpot, which compiles a copy to the code that one would write by hand for its
 * type. A loop over an array of fields would not be compiled so, since arrays' elements are not constant; hence the
 * repetition.
 */
final class ObjectTemplate implements MessageCodec {
    private static final ObjectPlan PLAN = ClassData.of(MethodHandles.lookup(), ObjectPlan.class);
    private static final boolean BEAN = PLAN.bean();
    private static final MethodHandle MAKER = PLAN.maker();
    private static final int FIELDS = PLAN.fieldCount();
    private static final FieldCodec F0 = PLAN.fields().get(0);
    private static final FieldCodec F1 = PLAN.fields().get(1);
    private static final FieldCodec F2 = PLAN.fields().get(2);
    private static final FieldCodec F3 = PLAN.fields().get(3);
    private static final FieldCodec F4 = PLAN.fields().get(4);
    private static final FieldCodec F5 = PLAN.fields().get(5);
    private static final FieldCodec F6 = PLAN.fields().get(6);
    private static final FieldCodec F7 = PLAN.fields().get(7);
    private static final FieldCodec F8 = PLAN.fields().get(8);
    private static final FieldCodec F9 = PLAN.fields().get(9);
    private static final FieldCodec F10 = PLAN.fields().get(10);
    private static final FieldCodec F11 = PLAN.fields().get(11);
    private static final FieldCodec F12 = PLAN.fields().get(12);
    private static final FieldCodec F13 = PLAN.fields().get(13);
    private static final FieldCodec F14 = PLAN.fields().get(14);
    private static final FieldCodec F15 = PLAN.fields().get(15);
    private static final int T0 = F0.tag();
    private static final int T1 = F1.tag();
    private static final int T2 = F2.tag();
    private static final int T3 = F3.tag();
    private static final int T4 = F4.tag();
    private static final int T5 = F5.tag();
    private static final int T6 = F6.tag();
    private static final int T7 = F7.tag();
    private static final int T8 = F8.tag();
    private static final int T9 = F9.tag();
    private static final int T10 = F10.tag();
    private static final int T11 = F11.tag();
    private static final int T12 = F12.tag();
    private static final int T13 = F13.tag();
    private static final int T14 = F14.tag();
    private static final int T15 = F15.tag();
    private static final boolean B0 = F0.inBits();
    private static final boolean B1 = F1.inBits();
    private static final boolean B2 = F2.inBits();
    private static final boolean B3 = F3.inBits();
    private static final boolean B4 = F4.inBits();
    private static final boolean B5 = F5.inBits();
    private static final boolean B6 = F6.inBits();
    private static final boolean B7 = F7.inBits();
    private static final boolean B8 = F8.inBits();
    private static final boolean B9 = F9.inBits();
    private static final boolean B10 = F10.inBits();
    private static final boolean B11 = F11.inBits();
    private static final boolean B12 = F12.inBits();
    private static final boolean B13 = F13.inBits();
    private static final boolean B14 = F14.inBits();
    private static final boolean B15 = F15.inBits();
    private static final MethodHandle S0 = PLAN.setters().get(0);
    private static final MethodHandle S1 = PLAN.setters().get(1);
    private static final MethodHandle S2 = PLAN.setters().get(2);
    private static final MethodHandle S3 = PLAN.setters().get(3);
    private static final MethodHandle S4 = PLAN.setters().get(4);
    private static final MethodHandle S5 = PLAN.setters().get(5);
    private static final MethodHandle S6 = PLAN.setters().get(6);
    private static final MethodHandle S7 = PLAN.setters().get(7);
    private static final MethodHandle S8 = PLAN.setters().get(8);
    private static final MethodHandle S9 = PLAN.setters().get(9);
    private static final MethodHandle S10 = PLAN.setters().get(10);
    private static final MethodHandle S11 = PLAN.setters().get(11);
    private static final MethodHandle S12 = PLAN.setters().get(12);
    private static final MethodHandle S13 = PLAN.setters().get(13);
    private static final MethodHandle S14 = PLAN.setters().get(14);
    private static final MethodHandle S15 = PLAN.setters().get(15);

    /**
     * Writes the fields in order. This method and {@link #read} have more than the 325 bytes of code up to which
     * HotSpot inlines, which the constant conditions bring about, so a codec is compiled as a whole. Inlined into a
     * method that sends a message, it would lie so deep that HotSpot might run out of levels (15) in the middle of
     * it. In such a JVM, an echo was 1.5 times slower.
     */
    @Override
    public int write(Object value, MessageOutput out, int start, int depth) throws Throwable {
        WireOutput.room(out, start, 0);
        int p = F0.write(value, out, start, depth);
        if (FIELDS > 1) {
            p = F1.write(value, out, p, depth);
        }
        if (FIELDS > 2) {
            p = F2.write(value, out, p, depth);
        }
        if (FIELDS > 3) {
            p = F3.write(value, out, p, depth);
        }
        if (FIELDS > 4) {
            p = F4.write(value, out, p, depth);
        }
        if (FIELDS > 5) {
            p = F5.write(value, out, p, depth);
        }
        if (FIELDS > 6) {
            p = F6.write(value, out, p, depth);
        }
        if (FIELDS > 7) {
            p = F7.write(value, out, p, depth);
        }
        if (FIELDS > 8) {
            p = F8.write(value, out, p, depth);
        }
        if (FIELDS > 9) {
            p = F9.write(value, out, p, depth);
        }
        if (FIELDS > 10) {
            p = F10.write(value, out, p, depth);
        }
        if (FIELDS > 11) {
            p = F11.write(value, out, p, depth);
        }
        if (FIELDS > 12) {
            p = F12.write(value, out, p, depth);
        }
        if (FIELDS > 13) {
            p = F13.write(value, out, p, depth);
        }
        if (FIELDS > 14) {
            p = F14.write(value, out, p, depth);
        }
        if (FIELDS > 15) {
            p = F15.write(value, out, p, depth);
        }
        return p;
    }

    /**
     * Reads the fields in the order of their numbers, in which they usually come, and starts again for those that do
     * not. {@code key} is the tag, or that of the field that reads it too.
     */
    @Override
    public Object read(MessageInput in, int end, int depth) throws Throwable {
        int start = in.position();
        long b0 = 0;
        long b1 = 0;
        long b2 = 0;
        long b3 = 0;
        long b4 = 0;
        long b5 = 0;
        long b6 = 0;
        long b7 = 0;
        long b8 = 0;
        long b9 = 0;
        long b10 = 0;
        long b11 = 0;
        long b12 = 0;
        long b13 = 0;
        long b14 = 0;
        long b15 = 0;
        Object h0 = null;
        Object h1 = null;
        Object h2 = null;
        Object h3 = null;
        Object h4 = null;
        Object h5 = null;
        Object h6 = null;
        Object h7 = null;
        Object h8 = null;
        Object h9 = null;
        Object h10 = null;
        Object h11 = null;
        Object h12 = null;
        Object h13 = null;
        Object h14 = null;
        Object h15 = null;
        int tag = WireInput.tag(in, end);
        int key = tag;
        while (tag != WireInput.END) {
            int before = in.position();
            if (key == T0) {
                if (B0) {
                    b0 = F0.readBits(b0, in, end);
                } else {
                    h0 = F0.read(tag, h0, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T1) {
                if (B1) {
                    b1 = F1.readBits(b1, in, end);
                } else {
                    h1 = F1.read(tag, h1, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T2) {
                if (B2) {
                    b2 = F2.readBits(b2, in, end);
                } else {
                    h2 = F2.read(tag, h2, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T3) {
                if (B3) {
                    b3 = F3.readBits(b3, in, end);
                } else {
                    h3 = F3.read(tag, h3, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T4) {
                if (B4) {
                    b4 = F4.readBits(b4, in, end);
                } else {
                    h4 = F4.read(tag, h4, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T5) {
                if (B5) {
                    b5 = F5.readBits(b5, in, end);
                } else {
                    h5 = F5.read(tag, h5, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T6) {
                if (B6) {
                    b6 = F6.readBits(b6, in, end);
                } else {
                    h6 = F6.read(tag, h6, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T7) {
                if (B7) {
                    b7 = F7.readBits(b7, in, end);
                } else {
                    h7 = F7.read(tag, h7, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T8) {
                if (B8) {
                    b8 = F8.readBits(b8, in, end);
                } else {
                    h8 = F8.read(tag, h8, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T9) {
                if (B9) {
                    b9 = F9.readBits(b9, in, end);
                } else {
                    h9 = F9.read(tag, h9, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T10) {
                if (B10) {
                    b10 = F10.readBits(b10, in, end);
                } else {
                    h10 = F10.read(tag, h10, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T11) {
                if (B11) {
                    b11 = F11.readBits(b11, in, end);
                } else {
                    h11 = F11.read(tag, h11, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T12) {
                if (B12) {
                    b12 = F12.readBits(b12, in, end);
                } else {
                    h12 = F12.read(tag, h12, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T13) {
                if (B13) {
                    b13 = F13.readBits(b13, in, end);
                } else {
                    h13 = F13.read(tag, h13, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T14) {
                if (B14) {
                    b14 = F14.readBits(b14, in, end);
                } else {
                    h14 = F14.read(tag, h14, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (key == T15) {
                if (B15) {
                    b15 = F15.readBits(b15, in, end);
                } else {
                    h15 = F15.read(tag, h15, in, end, depth);
                }
                key = tag = WireInput.tag(in, end);
            }
            if (in.position() == before && key == tag && tag != WireInput.END) {
                key = PLAN.key(tag);
                if (key == tag) {
                    WireInput.skip(in, end, tag, depth);
                    key = tag = WireInput.tag(in, end);
                }
            }
        }
        h0 = F0.finish(b0, h0, in, start, end, depth);
        h1 = F1.finish(b1, h1, in, start, end, depth);
        h2 = F2.finish(b2, h2, in, start, end, depth);
        h3 = F3.finish(b3, h3, in, start, end, depth);
        h4 = F4.finish(b4, h4, in, start, end, depth);
        h5 = F5.finish(b5, h5, in, start, end, depth);
        h6 = F6.finish(b6, h6, in, start, end, depth);
        h7 = F7.finish(b7, h7, in, start, end, depth);
        h8 = F8.finish(b8, h8, in, start, end, depth);
        h9 = F9.finish(b9, h9, in, start, end, depth);
        h10 = F10.finish(b10, h10, in, start, end, depth);
        h11 = F11.finish(b11, h11, in, start, end, depth);
        h12 = F12.finish(b12, h12, in, start, end, depth);
        h13 = F13.finish(b13, h13, in, start, end, depth);
        h14 = F14.finish(b14, h14, in, start, end, depth);
        h15 = F15.finish(b15, h15, in, start, end, depth);
        in.position(end);
        if (BEAN) {
            Object bean = (Object) MAKER.invokeExact();
            S0.invokeExact(bean, b0, h0);
            S1.invokeExact(bean, b1, h1);
            S2.invokeExact(bean, b2, h2);
            S3.invokeExact(bean, b3, h3);
            S4.invokeExact(bean, b4, h4);
            S5.invokeExact(bean, b5, h5);
            S6.invokeExact(bean, b6, h6);
            S7.invokeExact(bean, b7, h7);
            S8.invokeExact(bean, b8, h8);
            S9.invokeExact(bean, b9, h9);
            S10.invokeExact(bean, b10, h10);
            S11.invokeExact(bean, b11, h11);
            S12.invokeExact(bean, b12, h12);
            S13.invokeExact(bean, b13, h13);
            S14.invokeExact(bean, b14, h14);
            S15.invokeExact(bean, b15, h15);
            return bean;
        }
        return (Object) MAKER.invokeExact(
                b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15, h0, h1, h2, h3, h4, h5, h6, h7,
                h8, h9, h10, h11, h12, h13, h14, h15);
    }
}
