package dev.tenstep.rpc.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.tenstep.rpc.contract.Fallback;
import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.RpcService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Types and values that Jackson treats in another way than one would plan: it does so with plans, too. */
final class UnusualTypesTest {
    private final JsonMessages planned = new JsonMessages(Unusual.class);
    private final JsonMessages mapped = new JsonMessages(Unusual.class, new JacksonSerializer(true, false));

    @RpcService
    interface Unusual {
        Counted counted(int x);

        Trimmed trimmed();

        Interacting interacting();

        Overloaded overloaded();

        Holder holder();

        Names names();

        Set<Color> colors();

        List<Operator> operators();

        List<Vehicle> vehicles();

        Strict strict();
    }

    /** A record with a second accessor, which Jackson prefers. */
    record Counted(int x) {
        public int getX() {
            return x + 1;
        }
    }

    /** A bean with accessors that Jackson does not know, and that do something. */
    public static final class Trimmed {
        private @Nullable String name;

        public String name() {
            return name == null ? "none" : name;
        }

        public void name(String text) {
            name = text.trim();
        }
    }

    /** A bean whose setters change each other's fields. */
    public static final class Interacting {
        private int a;
        private int b;

        public int getA() {
            return a;
        }

        public void setA(int number) {
            a = number;
            b = 7;
        }

        public int getB() {
            return b;
        }

        public void setB(int number) {
            b = number;
        }
    }

    /** A bean with two setters of one name. */
    public static final class Overloaded {
        private int number;

        public int getNumber() {
            return number;
        }

        public void setNumber(int value) {
            number = value;
        }

        public void setNumber(String text) {
            number = text.length();
        }
    }

    @JsonPropertyOrder({"id"})
    static class Base {
        public int id;
    }

    static final class Sub extends Base {
        @JsonProperty
        String extra = "x";
    }

    record Holder(Base base, List<Base> list) {}

    record Names(List<String> list) {}

    @JsonFormat(shape = JsonFormat.Shape.OBJECT)
    @SuppressWarnings("serial")
    static final class AsObject extends ArrayList<String> {
        public int getExtra() {
            return 5;
        }
    }

    enum Color {
        RED,
        @Fallback
        OTHER
    }

    enum Operator {
        @Field(name = "plus")
        ADD {
            @Override
            int of(int a, int b) {
                return a + b;
            }
        };

        abstract int of(int a, int b);
    }

    sealed interface Vehicle permits Car, Odd {}

    record Car(int wheels) implements Vehicle {}

    /** A case with two getters that Jackson cannot tell apart. */
    record Odd(int url) implements Vehicle {
        public int getUrl() {
            return url;
        }

        public int getURL() {
            return url;
        }
    }

    @JsonDeserialize(using = StrictReader.class)
    record Strict(int value) {}

    static final class StrictReader extends StdDeserializer<Strict> {
        private static final long serialVersionUID = 1;

        StrictReader() {
            super(Strict.class);
        }

        @Override
        public Strict deserialize(JsonParser parser, DeserializationContext reading) throws IOException {
            parser.skipChildren();
            return new Strict(1);
        }

        @Override
        public Strict getNullValue(DeserializationContext reading) throws JsonMappingException {
            throw JsonMappingException.from(reading, "must not be null");
        }
    }

    private void assertSame(String method, Object value, String... messages) throws IOException {
        assertThat(planned.writeResult(method, value)).isEqualTo(mapped.writeResult(method, value));
        for (String message : messages) {
            assertThat(planned.writeResult(method, planned.readResult(method, message)))
                    .as(message)
                    .isEqualTo(mapped.writeResult(method, mapped.readResult(method, message)));
        }
    }

    @Test
    void accessorsAreJacksons() throws IOException {
        assertSame("counted", new Counted(1), "{\"x\":1}");
        assertSame("trimmed", new Trimmed(), "{\"name\":\" a \"}", "{}");
        assertSame("overloaded", new Overloaded(), "{\"number\":\"12345\"}", "{\"number\":3}");
    }

    @Test
    void settersAreCalledInTheOrderOfTheMessage() throws IOException {
        assertSame("interacting", new Interacting(), "{\"a\":2,\"b\":0}", "{\"b\":0,\"a\":2}");
    }

    @Test
    void classOfTheValueCounts() throws IOException {
        assertSame("holder", new Holder(new Sub(), List.of(new Sub())));
        assertThat(planned.writeResult("holder", new Holder(new Sub(), List.of())))
                .contains("extra");
        assertSame("names", new Names(new AsObject()));
        assertThat(planned.writeResult("names", new Names(new AsObject()))).contains("extra");
    }

    @Test
    void whiteSpaceAroundAConstantIsLeftToJackson() throws IOException {
        assertSame("colors", Set.of(Color.RED), "[\" RED\"]", "[\"BLUE\",\"GREEN\"]");
        assertThatThrownBy(() -> planned.readResult("colors", "[\"RED\",\" RED\"]"))
                .hasMessageContaining("duplicate");
    }

    @Test
    void constantWithABodyHasTheNameOfItsField() throws IOException {
        assertSame("operators", List.of(Operator.ADD), "[\"plus\"]");
        assertThat(mapped.writeResult("operators", List.of(Operator.ADD))).isEqualTo("[\"plus\"]");
    }

    @Test
    void typesThatCannotBePlannedAreStillBound() throws IOException {
        assertSame("vehicles", List.of(new Car(4)), "[{\"@type\":\"Car\",\"wheels\":4}]");
        assertThat(planned.readResult("strict", "{}")).isEqualTo(new Strict(1));
    }
}
