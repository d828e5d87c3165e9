package dev.tenstep.rpc.contract;

import static dev.tenstep.rpc.contract.Contracts.method;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SchemaTextTest {

    enum Color {
        RED,
        @Field(5)
        BLUE
    }

    sealed interface Shape permits Circle {}

    record Circle(@Wire(Wire.Encoding.FIXED) int radius) implements Shape {}

    record Node(Color color, List<Node> children, Map<String, int[]> counts, Optional<Shape> shape, Inner.Node other) {}

    static final class Inner {
        record Node(String text) {}
    }

    @SuppressWarnings("serial")
    static final class Missing extends Exception {
        Missing(String message) {
            super(message);
        }
    }

    @RpcService
    interface Trees {
        List<Node> find(@Field(4) long id, Color color) throws Missing;

        void clear();
    }

    @Test
    void everyTypeIsDescribedOnceInOrderOfFirstUse() {
        assertThat(SchemaText.of(method(Trees.class, "find")))
                .isEqualTo(
                        """
                parameters
                 4 id long
                 2 color Color
                result List<Node>
                throws Missing
                enum Color
                 1 RED
                 5 BLUE
                object Node
                 1 color Color
                 2 children List<Node>
                 3 counts Map<String, int[]>
                 4 shape Optional<Shape>
                 5 other Node#2
                object Missing
                 1 message String
                oneof Shape
                 1 Circle Circle
                object Node#2
                 1 text String
                object Circle
                 1 radius int FIXED
                """);
    }

    @Test
    void methodWithoutParametersAndResultIsTwoLines() {
        assertThat(SchemaText.of(method(Trees.class, "clear"))).isEqualTo("parameters\nresult void\n");
    }

    @Test
    void typeIsDescribedWithItsParts() {
        assertThat(SchemaText.of(new OptionalModel(OptionalModel.Form.ANY, Contracts.parameter(Trees.class, "find"))))
                .isEqualTo("Optional<long>\n");
        assertThat(SchemaText.of(((CollectionModel) method(Trees.class, "find").result()).element()))
                .startsWith("Node\nobject Node\n 1 color Color\n");
    }
}
