package dev.tenstep.rpc.contract;

import static dev.tenstep.rpc.contract.Contracts.faults;
import static dev.tenstep.rpc.contract.Contracts.parameter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EnumAndOneOfTest {

    enum Color {
        RED,
        GREEN {
            @Override
            boolean cold() {
                return true;
            }
        },
        @Field(9)
        @Fallback
        OTHER;

        boolean cold() {
            return false;
        }
    }

    sealed interface Shape permits Circle, Polygon, Text {}

    record Circle(int radius) implements Shape {}

    sealed interface Polygon extends Shape permits Square, Group {}

    record Square(int side) implements Polygon {}

    @Field(12)
    record Group(List<Shape> shapes) implements Polygon {}

    static final class Text implements Shape {
        public String text = "";
    }

    sealed interface Result<T> permits Ok, Failed, Counted {}

    record Ok<T>(T value) implements Result<T> {}

    record Failed<T>(String reason) implements Result<T> {}

    record Counted(long count) implements Result<Long> {}

    abstract static sealed class Animal permits Dog {}

    static final class Dog extends Animal {
        public String name = "";
    }

    @RpcService
    interface Drawing {
        void color(Color value);

        void shape(Shape value);

        void text(Result<String> value);

        void number(Result<Long> value);

        void animal(Animal value);

        void command(Command value);
    }

    @Test
    void constantsAreNumberedFromOneUnlessTheyHaveANumber() {
        assertThat(parameter(Drawing.class, "color"))
                .isEqualTo(new EnumModel(
                        Color.class,
                        List.of(Color.RED, Color.GREEN, Color.OTHER),
                        List.of("RED", "GREEN", "OTHER"),
                        List.of(1, 2, 9),
                        Color.OTHER));
    }

    @Test
    void casesOfNestedSealedTypesAreFlattened() {
        assertThat(cases("shape"))
                .containsExactly(
                        "1 Circle Circle[radius]",
                        "2 Square Square[side]",
                        "12 Group Group[shapes]",
                        "4 Text Text[text]");
        assertThat(cases("animal")).containsExactly("1 Dog Dog[name]");
    }

    @Test
    void caseMayLeadBackToItsSealedType() {
        OneOfModel shape = (OneOfModel) parameter(Drawing.class, "shape");
        CollectionModel shapes =
                (CollectionModel) shape.cases().get(2).type().fields().get(0).type();
        assertThat(shapes.element()).isSameAs(shape);
    }

    @Test
    void casesHaveTheTypeArgumentsOfTheirSealedType() {
        assertThat(cases("text")).containsExactly("1 Ok Ok<String>[value]", "2 Failed Failed<String>[reason]");
        assertThat(cases("number"))
                .containsExactly("1 Ok Ok<Long>[value]", "2 Failed Failed<Long>[reason]", "3 Counted Counted[count]");
        OneOfModel text = (OneOfModel) parameter(Drawing.class, "text");
        assertThat(text.typeName()).isEqualTo("Result<String>");
        assertThat(text.typeArguments()).extracting(TypeModel::typeName).containsExactly("String");
    }

    enum Signal implements Command {
        STOP
    }

    record Move(int steps) implements Command {}

    sealed interface Command permits Signal, Move {}

    @Test
    void enumIsACaseWithItsConstantAsField() throws Throwable {
        OneOfModel command = (OneOfModel) parameter(Drawing.class, "command");
        assertThat(command.cases())
                .extracting(c -> c.type().toString())
                .containsExactly("Signal[value]", "Move[steps]");
        ObjectModel signal = command.cases().get(0).type();
        assertThat((Object) signal.constructor().invoke(Signal.STOP)).isSameAs(Signal.STOP);
        assertThat((Object) signal.fields().get(0).getter().invoke(Signal.STOP)).isSameAs(Signal.STOP);
        assertThatThrownBy(() -> signal.constructor().invoke((Signal) null))
                .hasMessage("an enum as a case without its constant (expected: one)");
    }

    private static List<String> cases(String method) {
        return ((OneOfModel) parameter(Drawing.class, method))
                .cases().stream()
                        .map(c -> c.number() + " " + c.name() + " " + c.type())
                        .toList();
    }

    enum Twice {
        @Field(2)
        @Fallback
        A,
        @Fallback
        B
    }

    sealed interface Mixed permits Level, Free, Half, Outer.Same, Other.Same {}

    enum Level implements Mixed {
        LOW
    }

    non-sealed interface Free extends Mixed {}

    static sealed class Half implements Mixed permits Whole {}

    static final class Whole extends Half {}

    static final class Outer {
        record Same(int a) implements Mixed {}
    }

    static final class Other {
        record Same(int a) implements Mixed {}
    }

    @RpcService
    interface Faulty {
        void enums(Twice value, List<Twice> again);

        void mixed(Mixed value);
    }

    @Test
    void faultsOfAnEnumAreReportedOnce() {
        assertThat(faults(Faulty.class))
                .filteredOn(line -> line.contains("enums"))
                .containsExactly(
                        "Faulty.enums -> Twice: the number 2 is used by 'A' and 'B' (expected: different numbers, by"
                                + " @Field) for method Faulty.enums (parameter 'value')",
                        "Faulty.enums -> Twice: @Fallback on A and B (expected: one) for method Faulty.enums (parameter"
                                + " 'value')");
    }

    @Test
    void caseIsAConcreteType() {
        String place = " for method Faulty.mixed (parameter 'value')";
        assertThat(faults(Faulty.class))
                .filteredOn(line -> line.contains("mixed"))
                .containsExactly(
                        "Faulty.mixed -> Mixed -> Free: an open interface: its implementations are not known (expected:"
                                + " a record, a class with a no-argument constructor or one that names its properties, or a sealed"
                                + " interface)" + place,
                        "Faulty.mixed -> Mixed -> Half: a sealed class that is not abstract (expected: a sealed"
                                + " interface)" + place,
                        "Faulty.mixed -> Mixed: the name 'Same' is used twice (expected: each name once)" + place);
    }
}
