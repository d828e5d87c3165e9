package dev.tenstep.rpc.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.tenstep.rpc.contract.RpcService;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BadBytesTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Two billion as Kryo writes it, in a number and after the flag of a string. */
    private static final String HUGE = "80a8d6b907";

    private static final String HUGE_STRING = "c0d0acf30e";

    @RpcService
    interface Bad {
        String string();

        byte[] bytes();

        ByteBuffer buffer();

        BigInteger integer();

        BigDecimal decimal();

        boolean[] booleans();

        short[] shorts();

        char[] chars();

        int[] ints();

        long[] longs();

        float[] floats();

        double[] doubles();

        String[] strings();

        List<String> list();

        Set<String> set();

        Map<String, String> map();

        List<Empty> empties();

        int number();

        long longNumber();

        boolean flag();

        Color color();

        List<Color> colors();

        Optional<String> optional();

        Shape shape();

        List<Shape> shapes();

        ZonedDateTime time();

        Tree tree();

        Chain chain();

        A mutual();

        All all();
    }

    record Empty() {}

    enum Color {
        RED,
        GREEN
    }

    sealed interface Shape permits Circle, Square {}

    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {}

    record Tree(List<Tree> children) {}

    record Chain(@Nullable Chain next) {}

    record A(@Nullable B b) {}

    record B(@Nullable A a) {}

    record All(
            String name,
            long id,
            double rate,
            List<Shape> shapes,
            Map<Integer, String> map,
            int[] ints,
            Color color,
            Optional<String> note,
            BigDecimal price,
            byte[] raw,
            @Nullable Tree tree,
            boolean flag) {}

    private static final All ALL = new All(
            "größe",
            1L << 60,
            0.1,
            List.of(new Circle(1), new Square(70_000)),
            Map.of(1, "one"),
            new int[] {1, -1},
            Color.GREEN,
            Optional.of("note"),
            new BigDecimal("1.10"),
            new byte[] {1, 2},
            new Tree(List.of()),
            true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes",
                "buffer",
                "integer",
                "decimal",
                "booleans",
                "shorts",
                "chars",
                "ints",
                "longs",
                "floats",
                "doubles",
                "strings",
                "list",
                "set",
                "map",
                "empties"
            })
    void twoBillionElementsAreRefusedBeforeAllocating(String method) {
        assertRefusedCheaply(
                method, HUGE + "00".repeat(11), "count: (2000000000|1999999999) .expected: 0..(\\d|10|11)[,)].*");
        assertRefusedCheaply(method, "ffffffff0f" + "00".repeat(11), "count: (4294967295|4294967294) .*");
    }

    @Test
    void twoBillionCharactersAreRefusedBeforeAllocating() {
        assertRefusedCheaply("string", HUGE_STRING + "6162", "count: 1999999999 .expected: 0..2, .*");
        assertRefusedCheaply("string", "ffffffff1f" + "6162", "count: 4294967294 .*");
    }

    private static void assertRefusedCheaply(String method, String hex, String text) {
        Messages messages = Messages.of(Bad.class, method);
        assertThatThrownBy(() -> messages.decodeHex(hex)).isInstanceOf(IOException.class);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> messages.decodeHex(hex)).hasMessageMatching("Bad\\." + method + ": " + text);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    @Test
    void countsThatOnlyTheWholeMessageJustifiesCostLittleOnEachLevel() {
        Messages messages = Messages.of(Bad.class, "tree");
        byte[] message = new byte[1 << 20];
        Arrays.fill(message, (byte) 0xff);
        message[0] = 1;
        for (int i = 3; i < 300; i += 3) {
            message[i] = 0x3b; // each level announces about a million children
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> messages.decode(message)).isInstanceOf(IOException.class);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(2 << 20);
    }

    @Test
    void hundredLevelsAreReadBackAndOneMoreIsRefused() throws IOException {
        Messages messages = Messages.of(Bad.class, "chain");
        assertThat(messages.encode(chain(101))).hasSize(102);
        assertThat(messages.decodeHex("01".repeat(101) + "00")).isEqualTo(chain(101));
        assertThatThrownBy(() -> messages.decodeHex("01".repeat(102) + "00"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nested more than 100 deep");
        assertThatThrownBy(() -> messages.encode(chain(102)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested more than 100 deep");
    }

    @Test
    void depthIsCountedInObjectsWhereSeveralTypesTakeTurns() throws IOException {
        Messages messages = Messages.of(Bad.class, "mutual");
        assertThat(messages.decodeHex("01".repeat(100) + "00")).isNotNull();
        assertThatThrownBy(() -> messages.decodeHex("01".repeat(104) + "00"))
                .hasMessageContaining("nested more than 100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chain", "tree", "mutual"})
    void twoHundredKilobytesOfNestingAreRefused(String method) {
        byte[] message = new byte[200_000];
        Arrays.fill(message, (byte) 1);
        assertThatThrownBy(() -> Messages.of(Bad.class, method).decode(message))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nested more than 100 deep");
    }

    @Test
    void cyclicValueIsRefused() {
        List<Tree> children = new java.util.ArrayList<>();
        children.add(new Tree(children));
        assertThatThrownBy(() -> Messages.of(Bad.class, "tree").encode(children.get(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does one contain itself?");
    }

    private static Chain chain(int length) {
        return new Chain(length == 1 ? null : chain(length - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 10 6a6176612e6c616e672e496e7465676572", "04 02", "7f", "ffffffff0f", "8001 00"})
    void classOutsideTheContractIsRefused(String hex) {
        assertThatThrownBy(() -> Messages.of(Bad.class, "shape").decodeHex(hex))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("Bad\\.shape: class id: \\d+ at result .expected: 0 for null or 2..3.*");
    }

    @Test
    void unknownEnumConstantIsRefused() {
        assertThatThrownBy(() -> Messages.of(Bad.class, "color").decodeHex("03"))
                .hasMessageContaining("enum constant: 3 at result (expected: 0 for null or 1..2)");
        assertThatThrownBy(() -> Messages.of(Bad.class, "color").decodeHex("ffffffff0f"))
                .hasMessageContaining("enum constant: 4294967295");
    }

    @Test
    void nullElementsAreRefusedWhenRead() {
        for (List<String> bad : List.of(
                List.of("list", "02 8261 80"),
                List.of("strings", "02 8261 80"),
                List.of("map", "01 80 8261"),
                List.of("map", "01 8261 80"),
                List.of("colors", "01 00"),
                List.of("shapes", "01 00"),
                List.of("empties", "01 00"),
                List.of("optional", "01 80"))) {
            assertThatThrownBy(() -> Messages.of(Bad.class, bad.get(0)).decodeHex(bad.get(1)))
                    .as("%s", bad)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("null");
        }
    }

    @Test
    void duplicateKeyOrElementIsRefused() {
        assertThatThrownBy(() -> Messages.of(Bad.class, "map").decodeHex("02 8261 81 8261 81"))
                .hasMessageContaining("a duplicate at result[1] (expected: each once)");
        assertThatThrownBy(() -> Messages.of(Bad.class, "set").decodeHex("02 8261 8261"))
                .hasMessageContaining("a duplicate at result[1] (expected: each once)");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        Messages messages = Messages.of(Bad.class, "all");
        byte[] message = messages.encode(ALL);
        assertThat(messages.decode(message)).usingRecursiveComparison().isEqualTo(ALL);
        for (int length = 0; length < message.length; length++) {
            byte[] cut = Arrays.copyOf(message, length);
            assertThatThrownBy(() -> messages.decode(cut))
                    .as(HexFormat.of().formatHex(cut))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void bytesAfterTheMessageAreRefused() {
        assertThatThrownBy(() -> Messages.of(Bad.class, "number").decodeHex("0102 0000"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2 bytes follow the message (expected: none), at byte 2 of 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff1f", "ffffffffff", "ffffffffff01", "8080808010"})
    void numberOfMoreThan32BitsIsRefused(String hex) {
        assertThatThrownBy(() -> Messages.of(Bad.class, "number").decodeHex("01" + hex + "0000000000"))
                .hasMessageContaining("number: more than 32 bits");
    }

    @Test
    void marksOtherThanZeroAndOneAreRefused() {
        assertThatThrownBy(() -> Messages.of(Bad.class, "flag").decodeHex("0102"))
                .hasMessageContaining("boolean: 2 (expected: 0 or 1)");
        assertThatThrownBy(() -> Messages.of(Bad.class, "chain").decodeHex("ff"))
                .hasMessageContaining("mark: -1 (expected: 0 for null or 1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "83 80 61",
                "83 bf 61",
                "82 c3",
                "83 c3 61",
                "83 e2 82",
                "84 e2 28 a1",
                "84 e2 82 28",
                "82 c0 80",
                "82 c1 bf",
                "82 e0 80 80",
                "82 e0 9f bf",
                "82 f0 9f 98 80",
                "82 ff",
                "82 f8 88 80 80 80"
            })
    void malformedUtf8IsRefused(String hex) {
        assertThatThrownBy(() -> Messages.of(Bad.class, "string").decodeHex(hex))
                .isInstanceOf(IOException.class);
    }

    @Test
    void stringThatMarksItsLastByteIsRefused() {
        assertThatThrownBy(() -> Messages.of(Bad.class, "string").decodeHex("6162 e3"))
                .hasMessageContaining("string: begins with 97 (expected: a length, flagged by the top bit)");
    }

    @Test
    void timeWithoutZoneIsRefused() {
        assertThatThrownBy(() -> Messages.of(Bad.class, "time").decodeHex("01 e80f 01 01 ff 00 80"))
                .hasMessageContaining("zone: null");
    }
}
