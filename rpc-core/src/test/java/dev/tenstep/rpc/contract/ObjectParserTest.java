package dev.tenstep.rpc.contract;

import static dev.tenstep.rpc.contract.Contracts.faults;
import static dev.tenstep.rpc.contract.Contracts.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObjectParserTest {

    private record Point(@Field(9) int x, @Wire(Wire.Encoding.SINT) long y, String label) {}

    static class Base<T> {
        @Field(7)
        private T id;

        public T getId() {
            return id;
        }

        public void setId(T id) {
            this.id = id;
        }
    }

    static final class User extends Base<String> {
        static final int LATEST = 1;

        @Field(1)
        private boolean active;

        @Field(2)
        public List<String> tags = List.of();

        private int age;
        private transient int seen;

        private User() {}

        public boolean isActive() {
            return active;
        }

        public void setActive(boolean active) {
            this.active = active;
            seen++;
        }

        @Field(3)
        @Wire(Wire.Encoding.FIXED)
        public int age() {
            return age;
        }

        @SuppressWarnings("CanIgnoreReturnValueSuggester")
        public User age(int years) {
            age = years;
            return this;
        }
    }

    static final class Eclipse {
        private int xAxis;
        private boolean isDone;
        private Boolean known;

        public int getxAxis() {
            return xAxis;
        }

        public void setxAxis(int value) {
            xAxis = value;
        }

        public boolean isDone() {
            return isDone;
        }

        public void setDone(boolean done) {
            isDone = done;
        }

        public Boolean isKnown() {
            return known;
        }

        public void setKnown(Boolean known) {
            this.known = known;
        }
    }

    static final class Nothing {}

    @RpcService
    interface Objects {
        void record(Point value);

        void bean(User value);

        void styles(Eclipse value);

        void empty(Nothing value);
    }

    @Test
    void componentsAreFieldsInOrder() {
        assertThat(fields("record")).containsExactly("9 x int VARINT", "2 y long SINT", "3 label String VARINT");
    }

    @Test
    void propertiesAreFieldsTheSuperclassesFirst() {
        assertThat(fields("bean"))
                .containsExactly(
                        "7 id String VARINT",
                        "1 active boolean VARINT",
                        "2 tags List<String> VARINT",
                        "3 age int FIXED");
        assertThat(fields("styles"))
                .containsExactly("1 xAxis int VARINT", "2 isDone boolean VARINT", "3 known Boolean VARINT");
        assertThat(fields("empty")).isEmpty();
    }

    @Test
    void recordIsMadeByOneCallAndReadByItsAccessors() throws Throwable {
        ObjectModel model = (ObjectModel) parameter(Objects.class, "record");
        assertThat(model.kind()).isEqualTo(ObjectModel.Kind.RECORD);
        Object point = (Object) model.constructor().invokeExact(1, 2L, "here");
        assertThat(point).isEqualTo(new Point(1, 2, "here"));
        assertThat((int) model.fields().get(0).getter().invokeExact(point)).isEqualTo(1);
        assertThat((long) model.fields().get(1).getter().invokeExact(point)).isEqualTo(2);
        assertThat((String) model.fields().get(2).getter().invokeExact(point)).isEqualTo("here");
        assertThat(model.fields()).allMatch(f -> f.setter() == null);
    }

    @Test
    void beanIsFilledByItsSettersAndItsPublicFields() throws Throwable {
        ObjectModel model = (ObjectModel) parameter(Objects.class, "bean");
        assertThat(model.kind()).isEqualTo(ObjectModel.Kind.BEAN);
        Object bean = (Object) model.constructor().invokeExact();
        model.fields().get(0).setter().invokeExact(bean, "u1");
        model.fields().get(1).setter().invokeExact(bean, true);
        model.fields().get(2).setter().invokeExact(bean, List.of("a"));
        model.fields().get(3).setter().invokeExact(bean, 7);
        User user = (User) bean;
        assertThat(user.getId()).isEqualTo("u1");
        assertThat(user.seen).as("set by the setter").isEqualTo(1);
        assertThat((String) model.fields().get(0).getter().invokeExact(bean)).isEqualTo("u1");
        assertThat((boolean) model.fields().get(1).getter().invokeExact(bean)).isTrue();
        assertThat((List<?>) (Object) model.fields().get(2).getter().invoke(bean))
                .isEqualTo(List.of("a"));
        assertThat((int) model.fields().get(3).getter().invokeExact(bean)).isEqualTo(7);
    }

    @Test
    void handlesHaveTheTypesOfTheModel() {
        for (FieldModel field : ((ObjectModel) parameter(Objects.class, "bean")).fields()) {
            Class<?> type = field.type().rawType();
            assertThat(field.getter().type()).isEqualTo(MethodType.methodType(type, Object.class));
            assertThat(field.setter().type()).isEqualTo(MethodType.methodType(void.class, Object.class, type));
        }
        MethodHandle constructor = ((ObjectModel) parameter(Objects.class, "record")).constructor();
        assertThat(constructor.type())
                .isEqualTo(MethodType.methodType(Object.class, int.class, long.class, String.class));
    }

    record Numbered(@Field(0) int a, @Field(19_500) int b, @Field(536_870_912) int c, @Field(5) int d, int e) {}

    record Wired(@Wire(Wire.Encoding.FIXED) String text, @Wire(Wire.Encoding.SINT) List<Long> fine) {}

    static final class Closed {
        private int silent;
        private final int fixed = 1;
        public final int open = 2;
        private int heard;

        public int fixed() {
            return fixed + heard + silent;
        }

        public void setHeard(int value) {
            heard = value;
        }
    }

    record Made(int x) {}

    static class Parent {
        public int a;
    }

    static final class Child extends Parent {
        public int b;

        @Field(3)
        public int c;
    }

    @RpcService
    interface Faulty {
        void closed(Closed value);

        void inherited(Child value);

        void numbered(Numbered value);

        void wired(Wired value, @Wire(Wire.Encoding.SINT) Made other);
    }

    @Test
    void fieldNumbersAreInRangeAndUnique() {
        String range = " (expected: 1..536870911 without 19000..19999) for method Faulty.numbered (parameter 'value')";
        assertThat(faults(Faulty.class))
                .contains(
                        "Faulty.numbered -> Numbered: @Field(0) on 'a'" + range,
                        "Faulty.numbered -> Numbered: @Field(19500) on 'b'" + range,
                        "Faulty.numbered -> Numbered: @Field(536870912) on 'c'" + range,
                        "Faulty.numbered -> Numbered: the number 5 is used by 'd' and 'e' (expected: different numbers,"
                                + " by @Field) for method Faulty.numbered (parameter 'value')")
                .filteredOn(line -> line.contains("numbered"))
                .hasSize(4);
    }

    @Test
    void encodingIsForIntegers() {
        String text =
                " (expected: byte, short, int or long, or an Optional or collection of them) for method Faulty.wired";
        assertThat(faults(Faulty.class))
                .filteredOn(line -> line.contains("wired"))
                .containsExactly(
                        "Faulty.wired -> Wired.text: @Wire on 'text', a String" + text + " (parameter 'value')",
                        "Faulty.wired: @Wire on 'other', a Made" + text + " (parameter 'other')");
    }

    @Test
    void propertyHasAGetterAndASetter() {
        String text = " (expected: public accessors, or make the field transient) for method Faulty.closed (parameter"
                + " 'value')";
        assertThat(faults(Faulty.class))
                .filteredOn(line -> line.contains("closed"))
                .containsExactly(
                        "Faulty.closed -> Closed.silent: has no getter and no setter" + text,
                        "Faulty.closed -> Closed.fixed: has no setter" + text,
                        "Faulty.closed -> Closed.open: has no setter" + text,
                        "Faulty.closed -> Closed.heard: has no getter" + text);
    }

    @Test
    void beanWithASuperclassHasNumbers() {
        String text = ": has no number (expected: @Field on each field, since the superclass has fields) for method"
                + " Faulty.inherited (parameter 'value')";
        assertThat(faults(Faulty.class))
                .filteredOn(line -> line.contains("inherited"))
                .containsExactly("Faulty.inherited -> Child.a" + text, "Faulty.inherited -> Child.b" + text);
    }

    private static List<String> fields(String method) {
        return ((ObjectModel) parameter(Objects.class, method))
                .fields().stream()
                        .map(f -> f.number() + " " + f.name() + " " + f.type().typeName() + " " + f.encoding())
                        .toList();
    }
}
