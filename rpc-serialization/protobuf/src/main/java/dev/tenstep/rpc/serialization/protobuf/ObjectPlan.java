package dev.tenstep.rpc.serialization.protobuf;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The data that a template is filled with: the fields of a message in the order of their numbers, and the way to make
 * a value of them.
 *
 * @param fields exactly {@link #PLACES}
 * @param bean whether {@code maker} takes nothing and the setters do the rest
 * @param maker for a bean {@code ()Object}, otherwise {@code (long x 16, Object x 16)Object}: bits and objects by place
 * @param setters for a bean {@code (Object, long, Object)void} by place
 */
record ObjectPlan(String name, List<FieldCodec> fields, boolean bean, MethodHandle maker, List<MethodHandle> setters) {

    /** The number of fields that a template has room for. */
    static final int PLACES = 16;

    private static final MethodType SETTER = MethodType.methodType(void.class, Object.class, long.class, Object.class);

    /**
     * A field and the destination of its value.
     *
     * @param type what the constructor or setter takes
     * @param setter {@code (Object, type)void}, null unless of a bean
     */
    record Member(int number, FieldCodec codec, Class<?> type, @Nullable MethodHandle setter) {}

    /**
     * Makes the codec of an object.
     *
     * @param members in the order in which the constructor takes them
     * @param constructor of the model: for a bean {@code ()Object}, otherwise {@code (type1, type2, ...)Object}
     */
    static MessageCodec codec(String name, List<Member> members, boolean bean, MethodHandle constructor) {
        int[] order = IntStream.range(0, members.size())
                .boxed()
                .sorted(Comparator.comparing(i -> members.get(i).number()))
                .mapToInt(i -> i)
                .toArray();
        return members.size() > PLACES
                ? new WideObject(name, members, order, bean, constructor)
                : Templates.object(of(name, members, order, bean, constructor));
    }

    private static ObjectPlan of(
            String name, List<Member> members, int[] order, boolean bean, MethodHandle constructor) {
        MethodHandle[] setters = new MethodHandle[PLACES];
        Arrays.fill(setters, MethodHandles.empty(SETTER));
        for (int place = 0; place < order.length; place++) {
            Member member = members.get(order[place]);
            if (member.setter() != null) {
                setters[place] = setter(member, member.setter());
            }
        }
        List<FieldCodec> fields =
                IntStream.of(order).mapToObj(i -> members.get(i).codec()).toList();
        MethodHandle maker = bean ? constructor : maker(members, order, constructor);
        return new ObjectPlan(name, filled(fields), bean, maker, List.of(setters));
    }

    /** Returns a plan that only writes: some of the fields of an object that has too many. */
    static ObjectPlan writer(String name, List<FieldCodec> fields) {
        MethodHandle maker = MethodHandles.empty(MethodType.methodType(Object.class));
        MethodHandle[] setters = new MethodHandle[PLACES];
        Arrays.fill(setters, MethodHandles.empty(SETTER));
        return new ObjectPlan(name, filled(fields), true, maker, List.of(setters));
    }

    private static List<FieldCodec> filled(List<FieldCodec> fields) {
        List<FieldCodec> all = new ArrayList<>(fields);
        while (all.size() < PLACES) {
            all.add(new NoField());
        }
        return List.copyOf(all);
    }

    /** Returns the number of places taken, which are always the first ones. */
    int fieldCount() {
        return (int)
                fields.stream().filter(field -> !(field instanceof NoField)).count();
    }

    /** Returns the tag of the field that reads values of that tag; the same tag if there is none. */
    int key(int tag) {
        for (FieldCodec field : fields) {
            if (field.otherTag() == tag) {
                return field.tag();
            }
        }
        return tag;
    }

    private static MethodHandle setter(Member member, MethodHandle setter) {
        MethodHandle adapted = take(setter, 1, member);
        return member.codec().primitive()
                ? MethodHandles.dropArguments(adapted, 2, Object.class)
                : MethodHandles.dropArguments(adapted, 1, long.class);
    }

    private static MethodHandle maker(List<Member> members, int[] order, MethodHandle constructor) {
        MethodHandle maker = constructor;
        int[] reorder = new int[members.size()];
        for (int place = 0; place < order.length; place++) {
            int i = order[place];
            maker = take(maker, i, members.get(i));
            reorder[i] = members.get(i).codec().primitive() ? place : PLACES + place;
        }
        Class<?>[] places = new Class<?>[2 * PLACES];
        Arrays.fill(places, 0, PLACES, long.class);
        Arrays.fill(places, PLACES, 2 * PLACES, Object.class);
        return MethodHandles.permuteArguments(maker, MethodType.methodType(Object.class, places), reorder);
    }

    /** Turns one parameter into bits if it is primitive, or into an Object. */
    private static MethodHandle take(MethodHandle target, int index, Member member) {
        return member.codec().primitive()
                ? Bits.from(target, index)
                : target.asType(target.type().changeParameterType(index, Object.class));
    }
}
