package dev.tenstep.rpc.contract;

import static dev.tenstep.rpc.contract.Contracts.faults;
import static dev.tenstep.rpc.contract.Contracts.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ValueParserTest {
    private static final String SERVICE = "@dev.tenstep.rpc.contract.RpcService public interface S"
            + " { void put(@dev.tenstep.rpc.contract.Param(\"value\") T value); ";

    @TempDir
    Path folder;

    static final class Money {
        private final long cents;

        @Field(9)
        private final String currency;

        private transient int hash;

        Money(@Field(7) long cents, String currency) {
            this.cents = cents;
            this.currency = currency;
            this.hash = 1;
        }

        @Wire(Wire.Encoding.FIXED)
        public long cents() {
            return cents;
        }

        public String getCurrency() {
            return currency + (hash == 0 ? "?" : "");
        }
    }

    static final class Picked {
        private final int a;
        private final int sum;

        @Constructor
        @SuppressWarnings("UnusedMethod")
        private Picked(int a) {
            this(a, 1);
        }

        Picked(int a, int b) {
            this.a = a;
            this.sum = a + b;
        }

        public int getA() {
            return a + 0 * sum;
        }
    }

    static final class Several {
        private final int a;
        private final int b;

        Several(int a) {
            this(a, 0);
        }

        Several(Several other) {
            this(other.a, other.b);
        }

        Several(int a, int b) {
            this.a = a;
            this.b = b;
        }

        public int a() {
            return a;
        }

        public int getB() {
            return b;
        }
    }

    @RpcService
    interface Values {
        void money(Money value);

        void picked(Picked value);

        void several(Several value);
    }

    @Test
    void propertiesAreFieldsInTheConstructorsOrder() throws Throwable {
        ObjectModel model = (ObjectModel) parameter(Values.class, "money");
        assertThat(model.kind()).isEqualTo(ObjectModel.Kind.VALUE);
        assertThat(model.fields())
                .extracting(f -> f.number() + " " + f.name() + " " + f.encoding())
                .containsExactly("7 cents FIXED", "9 currency VARINT");
        assertThat(model.fields()).allMatch(f -> f.setter() == null);
        Object money = (Object) model.constructor().invokeExact(5L, "EUR");
        assertThat((long) model.fields().get(0).getter().invokeExact(money)).isEqualTo(5);
        assertThat((String) model.fields().get(1).getter().invokeExact(money)).isEqualTo("EUR");
    }

    @Test
    void constructorIsTheMarkedOneOrTheOneThatTakesEveryField() {
        assertThat(parameter(Values.class, "picked")).hasToString("Picked[a]");
        assertThat(parameter(Values.class, "several")).hasToString("Several[a, b]");
    }

    static final class Unreadable {
        private final int a;

        Unreadable(int a, String secret) {
            this.a = a + secret.length();
        }

        public long getA() {
            return a;
        }
    }

    static final class Losing {
        private final int a;
        private final int kept;

        Losing(int a) {
            this.a = a;
            this.kept = a + 1;
        }

        public int a() {
            return a + kept;
        }
    }

    static final class Twice {
        private final int a;

        Twice(int a) {
            this.a = a;
        }

        Twice(Integer a) {
            this.a = a;
        }

        public int a() {
            return a;
        }
    }

    static final class None {
        private final int a;

        None(String text) {
            this(text.length(), 0);
        }

        None(int first, int second) {
            this.a = first + second;
        }

        public int a() {
            return a;
        }
    }

    static final class Marked {
        @Constructor
        Marked(int a) {}

        @Constructor
        Marked(long a) {}
    }

    @RpcService
    interface Faulty {
        void unreadable(Unreadable value);

        void losing(Losing value);

        void twice(Twice value);

        void none(None value);

        void marked(Marked value);
    }

    @Test
    void faultNamesWhatTheConstructorLacks() {
        String property =
                ": a constructor parameter that is not a property (expected: a public accessor get, is or just"
                        + " its name that gives the parameter's type, or a public field) for method Faulty.unreadable (parameter"
                        + " 'value')";
        String pick =
                " (expected: @Constructor on the one to use, and the class compiled with -parameters) for method Faulty.";
        assertThat(faults(Faulty.class))
                .containsExactlyInAnyOrder(
                        "Faulty.unreadable -> Unreadable.a" + property,
                        "Faulty.unreadable -> Unreadable.secret" + property,
                        "Faulty.losing -> Losing: loses [kept], which Losing(int) does not take (expected: a parameter of"
                                + " that name, @Constructor if it can do without, or make the field transient) for method"
                                + " Faulty.losing (parameter 'value')",
                        "Faulty.twice -> Twice: has 2 constructors, of which [Twice(int), Twice(Integer)] would do"
                                + pick + "twice (parameter 'value')",
                        "Faulty.none -> None: has 2 constructors, none of which takes every field by its name" + pick
                                + "none (parameter 'value')",
                        "Faulty.marked -> Marked: @Constructor on 2 constructors (expected: on one) for method"
                                + " Faulty.marked (parameter 'value')");
    }

    @Test
    void refusalOfUnnamedParametersTellsHowToNameThem() throws Exception {
        Class<?> service = compiled("class T { final int a; final int b; T(int a, int b) { this.a = a; this.b = b; }"
                + " public int a() { return a; } public int b() { return b; } }");
        assertThat(faults(service))
                .containsExactly(
                        "S.put -> T: its constructor T(int, int) has no names for its parameters (expected: the class"
                                + " compiled with -parameters, in Kotlin -java-parameters; @ConstructorProperties or"
                                + " @Constructor({...}) with the names; or make it a record) for method S.put (parameter"
                                + " 'value')");
    }

    @Test
    void annotationNamesParametersThatAreUnnamedInTheClassFile() throws Exception {
        String rest = " T(int a, int b) { this.a = a; this.b = b; } public int a() { return a; }"
                + " public int b() { return b; } }";
        for (String annotation : List.of(
                "@java.beans.ConstructorProperties({\"b\", \"a\"})",
                "@dev.tenstep.rpc.contract.Constructor({\"b\", \"a\"})")) {
            Class<?> service = compiled("class T { final int a; final int b; " + annotation + rest);
            assertThat(parameter(service, "put")).as(annotation).hasToString("T[b, a]");
        }
    }

    @Test
    void componentsNameThePropertiesOfAKotlinDataClass() throws Exception {
        String fields =
                "class T { private final int a; private final String b; public T(int x, String y) { a = x; b = y; }"
                        + " public T(int x, String y, int mask, Object marker) { this(x, y); } public int getA() { return a; }"
                        + " public String getB() { return b; } public int component1() { return a; }";
        String second = " public String component2() { return b; } }";
        assertThat(parameter(compiled(fields + second), "put")).hasToString("T[a, b]");
        assertThat(faults(compiled(fields + "}"))).hasSize(1);
    }

    @Test
    void recordWithTooManyComponentsIsRefused() throws Exception {
        assertThat(faults(compiled("record T(" + components("int", 254) + ") {}")))
                .containsExactly("S.put -> T: takes 254 values at once (expected: up to 250, a long or double counting"
                        + " twice; put some of them into a record of their own) for method S.put (parameter 'value')");
        assertThat(faults(compiled("record T(" + components("long", 126) + ") {}")))
                .hasSize(1);
        assertThat(((ObjectModel) parameter(compiled("record T(" + components("int", 250) + ") {}"), "put")).fields())
                .hasSize(250);
        assertThat(((ObjectModel) parameter(compiled("record T(" + components("long", 125) + ") {}"), "put")).fields())
                .hasSize(125);
    }

    @Test
    void methodWithTooManyParametersIsRefused() throws Exception {
        String parameters = IntStream.range(0, 254)
                .mapToObj(i -> "@dev.tenstep.rpc.contract.Param(\"p" + i + "\") int p" + i)
                .collect(Collectors.joining(", "));
        assertThat(faults(compiled("record T() {}", "void many(" + parameters + ");")))
                .containsExactly(
                        "a method that takes 254 values at once (expected: up to 250, a long or double counting"
                                + " twice; put some of them into a record of their own) for method S.many");
    }

    private static String components(String type, int count) {
        return IntStream.range(0, count).mapToObj(i -> type + " c" + i).collect(Collectors.joining(", "));
    }

    private int compilations;

    /** Compiles a service S with a method put that takes the type T, and further methods. */
    private Class<?> compiled(String type, String... methods) throws IOException, ClassNotFoundException {
        Path own = folder.resolve("c" + compilations++);
        return Compiled.load(own, "S", SERVICE + String.join(" ", methods) + "} " + type);
    }
}
