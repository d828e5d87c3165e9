package dev.tenstep.rpc.protocol.netrpc.gob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types that gob cannot carry, and values. */
final class RefusedTypesTest {
    private final GobMessages messages = new GobMessages(Refused.class);

    @RpcService
    interface Refused {
        Instant time();

        Order order();

        List<Order> orders();

        Optional<String> optional();

        List<Optional<String>> optionals();

        Shape shape();

        char letter();

        Unexported unexported();

        Twice twice();

        void take(Order order);

        void several(int number, Order order);

        String text();

        List<String> texts();

        Map<String, Integer> map();

        Integer boxed();

        Node node();

        void one(@Nullable Integer value);
    }

    record Order(int id, Price price) {}

    record Price(BigDecimal amount) {}

    record Unexported(@Field(name = "_id") int id) {}

    record Twice(int id, @Field(name = "Id") int other) {}

    record Node(@Nullable Node next) {}

    sealed interface Shape permits Circle {}

    record Circle(double radius) implements Shape {}

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(Serializer.class))
                .extracting(Serializer::name)
                .contains("gob");
    }

    @ParameterizedTest
    @CsvSource({
        "time, Instant at result",
        "order, BigDecimal at result.price.amount",
        "orders, BigDecimal at result.price.amount",
        "optional, Optional<String> at result",
        "optionals, Optional<String> at result",
        "shape, Shape at result",
        "letter, Character at result",
        "unexported, the name _id at result._id",
        "twice, a second field Id at result.Id"
    })
    void resultIsRefusedWithItsPath(String method, String found) {
        assertThatThrownBy(() -> messages.result(method))
                .isInstanceOf(ContractException.class)
                .hasMessageStartingWith("the serializer gob does not carry " + found + " (expected: ")
                .hasMessageEndingWith("for method Refused." + method);
    }

    @Test
    void parametersAreRefusedWithTheirPath() {
        assertThatThrownBy(() -> messages.parameters("take")).hasMessageContaining("at order.price.amount (expected: ");
        assertThatThrownBy(() -> messages.parameters("several"))
                .hasMessageContaining("at order.price.amount (expected: ");
    }

    @Test
    void nullsAreRefusedWhereGobHasNone() throws IOException {
        assertThatThrownBy(() -> GobMessages.write(messages.result("boxed"), null))
                .hasMessage("Refused.boxed: null as a whole message (expected: a value, for gob has no null outside of"
                        + " fields)");
        assertThatThrownBy(() -> GobMessages.write(messages.parameters("one"), new Object[] {null}))
                .hasMessageContaining("Refused.one: null as a whole message");
        assertThatThrownBy(() -> GobMessages.write(messages.result("texts"), Arrays.asList("a", null)))
                .hasMessage("Refused.texts: null at result[1] (expected: no null elements, keys or values)");
        assertThat(GobMessages.write(messages.result("text"), null)).isEqualTo("030c0000");
        assertThat(GobMessages.read(messages.result("map"), GobMessages.write(messages.result("map"), null)))
                .isEqualTo(Map.of());
    }

    @Test
    void textsAndDepthsAreRefusedWhenWritten() {
        assertThatThrownBy(() -> GobMessages.write(messages.result("text"), "\uD83D"))
                .hasMessageContaining("half a surrogate pair");
        Node node = new Node(null);
        for (int i = 0; i < 300; i++) {
            node = new Node(node);
        }
        Node deep = node;
        assertThatThrownBy(() -> GobMessages.write(messages.result("node"), deep))
                .hasMessage("Refused.node: values nested more than 256 deep (expected: 0..256)");
    }
}
