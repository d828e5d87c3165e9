package dev.tenstep.rpc.protocol.netrpc.gob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.serialization.Codec;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that are no gob, or not of the types that read them, and the texts that they are refused with. */
final class BadGobTest {
    private static final HexFormat HEX = HexFormat.of();

    /** The definition of type 66 as {@code struct { X, Y int }}. */
    private static final String POINT =
            value("ff83 03 01 01 05 506f696e74 01 ff84 00 01 02 01 01 58 01 04 00 01 01 59 01 04 00 00 00");

    private final GobMessages messages = new GobMessages(Bad.class);
    private final Map<String, Codec> codecs = new HashMap<>();

    @RpcService
    interface Bad {
        int number();

        byte tiny();

        float single();

        boolean flag();

        String text();

        byte[] bytes();

        List<Integer> list();

        Set<Integer> set();

        Map<String, Integer> map();

        Point point();

        Node node();

        Wide wide();

        Level level();

        void nothing();
    }

    enum Level {
        LOW,
        HIGH
    }

    record Point(int x, int y) {}

    record Node(int value, @Nullable Node next) {}

    record Wide(String x) {}

    /** Messages in the order of the texts' places in the code. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number | '' | gob: the message ends without a value (expected: one), at byte 0 of 0",
                "number | fc400000000400 | gob: message length: 1073741824 (expected: 1..2, the bytes left), at byte 5 of 7",
                "number | f8ffffffffffffffff0400 | message length: 18446744073709551615 (expected: 1..2, the bytes left)",
                "number | 00 | gob: message length: 0 (expected: 1..0, the bytes left), at byte 1 of 1",
                "number | 040400 | message length: 4 (expected: 1..2, the bytes left)",
                "number | 020400 | gob: the message ends early (expected: 1 byte or more), at byte 3 of 3",
                "number | 474554202f20 | message length: 71 (expected: 1..5, the bytes left)",
                "number | 7b226d6574686f64223a | message length: 123 (expected: 1..9, the bytes left)",
                "number | 0304 | message length: 3 (expected: 1..1, the bytes left)",
                "number | 03f00400 | gob: a number of 16 bytes (expected: 1..8), at byte 2 of 4",
                "number | 0404 00 ff | gob: message length: 4 (expected: 1..3, the bytes left)",
                "number | 030400fe | gob: a number of 2 bytes (expected: at most 0, the bytes left)",
                "number | 03040102 | gob: 1 in front of a value (expected: 0, for it is no struct)",
                "number | 0404000202 | gob: 1 bytes follow the value in its message (expected: none)",
                "number | 0304000203 | gob: 1 bytes follow the value (expected: none)",
                "number | 03000002 | gob: type id: 0 (expected: a number of 32 bits other than 0)",
                "number | 03120002 | gob: type id: 9 (expected: one below 9, or one that was defined before its value)",
                "number | 04ffca0002 | gob: type id: 101 (expected: one below 9, or one that was defined",
                "number | 030c0000 | gob: decoding into local type *int, received remote type string",
                "text | 03040002 | gob: decoding into local type *string, received remote type int",
                "flag | 03020002 | gob: bool: 2 (expected: 0 or 1)",
                "tiny | 050400fe0100 | value for \"*int8\" out of range",
                "number | 0b0400f8fffffffffffffffe | value for \"*int\" out of range",
                "number | 0b0600f8ffffffffffffffff | value for \"*int\" out of range",
                "single | 0b0800f8ffffffffffffef7f | value for \"*float32\" out of range",
                "text | 080c00fc40000000 61 | count: 1073741824 (expected: 0..1, what the rest of the message can hold)",
                "text | 050c0002ff41 | gob: a string of 2 bytes that are no UTF-8 (expected: UTF-8)",
                "bytes | 080a00fc40000000 61 | count: 1073741824 (expected: 0..1, what the rest",
                "bytes | 040c000161 | gob: decoding into local type *[]uint8, received remote type string",
                "level | 03040006 | gob: enum constant: 3 at result (expected: 0 for null or a number of Level)"
            })
    void messageIsRefused(String method, String hex, String text) {
        assertThatThrownBy(() -> read(method, hex))
                .isInstanceOf(MalformedGobException.class)
                .hasMessageContaining(text);
    }

    @Test
    void structIsReadByItsFieldsNames() throws IOException {
        assertThat(read("point", POINT + value("ff84 01 02 01 04 00"))).isEqualTo(new Point(1, 2));
        assertThat(read("point", POINT + value("ff84 02 04 00"))).isEqualTo(new Point(0, 2));
        assertThat(read("nothing", POINT + value("ff84 02 04 00"))).isNull();
    }

    @Test
    void badStructsAreRefused() {
        assertRefused("point", POINT + POINT, "a second definition of type 66 (expected: one in a stream)");
        assertRefused("point", POINT, "the message ends without a value (expected: one)");
        assertRefused("point", POINT + value("ff84 03 02 00"), "field number: -1 + 3 (expected: at most 1");
        assertRefused("point", POINT + value("ff84 02 02 01 02 00"), "field number: 1 + 1 (expected: at most 1");
        assertRefused("point", POINT + value("ff84 01 02"), "the message ends early");
        assertRefused("number", POINT + value("ff84 00"), "local type *int, received remote type Point");
        assertRefused(
                "wide", POINT + value("ff84 00"), "gob: wrong type (string) for received field Wide.X of type int");
        assertRefused(
                "node", POINT + value("ff84 00"), "gob: type mismatch: no fields matched compiling decoder for Node");
        assertRefused("point", value("04 00 02"), "local type *Point, received remote type int");
    }

    @Test
    void badDefinitionsAreRefused() {
        assertRefused("point", value("11 00"), "a definition of type 9 (expected: 64 or more");
        assertRefused("point", value("ff83 00"), "a definition of type 66 that defines nothing");
        assertRefused("point", value("ff83 08 00 00"), "field number: -1 + 8 (expected: at most 6");
        assertRefused(
                "point",
                value("ff83 03 01 02 ff86 00 00 00"),
                "id 67 in the definition of type 66 (expected: the same)");
        assertRefused("point", value("ff83 03 01 02 ff84 00 00 01 00 00"), "as two kinds of types (expected: one)");
        assertRefused("list", value("ff83 02 01 02 ff84 00 00 00"), "type id: 0 in the definition of type 66");
        assertRefused("point", value("ff83 03 01 02 ff84 00 01 01 02 04 00 00 00"), "a field without a name or a type");
        assertRefused("point", value("ff83 03 01 02 ff84 00 01 fc40000000 00 00"), "count: 1073741824 (expected: 0..2");
        assertRefused("point", value("ff83 03 01 02 ff84 00 00 00 00"), "1 bytes follow the value in its message");
    }

    @Test
    void countsAreComparedWithTheBytesLeft() {
        String ints = value("ff83 02 01 02 ff84 00 01 04 00 00");
        assertRefused("list", ints + value("ff84 00 fc40000000 02"), "count: 1073741824 (expected: 0..1");
        String map = value("ff83 04 01 02 ff84 00 01 0c 01 04 00 00");
        assertRefused("map", map + value("ff84 00 02 00 00"), "count: 2 (expected: 0..1");
        assertRefused("map", map + value("ff84 00 02 00 00 00 00"), "a duplicate at result[1] (expected: each once)");
        assertRefused("set", ints + value("ff84 00 02 02 02"), "a duplicate at result[1] (expected: each once)");
        String array = value("ff83 01 01 02 ff84 00 01 04 01 06 00 00");
        assertRefused("list", array + value("ff84 00 02 02 02"), "count: 2 (expected: 3, the length of the array)");
    }

    @Test
    void arrayIsReadAsAList() throws IOException {
        String array = value("ff83 01 01 02 ff84 00 01 04 01 06 00 00");
        assertThat(read("list", array + value("ff84 00 03 02 00 04"))).isEqualTo(List.of(1, 0, 2));
    }

    @Test
    void unsignedNumberIsReadIfItFits() throws IOException {
        assertThat(read("number", "0406 00 ff80".replace(" ", ""))).isEqualTo(128);
        assertThat(read("tiny", "0306007f")).isEqualTo((byte) 127);
        assertRefused("tiny", "040600ff80", "value for \"*int8\" out of range");
    }

    @Test
    void tenThousandLevelsAreRefused() {
        String node = value(
                "ff83 03 01 01 04 4e6f6465 01 ff84 00 01 02 01 05 56616c7565 01 04 00 01 04 4e657874 01 ff84 00 00 00");
        String deep = value("ff84" + "02".repeat(10_000) + "00".repeat(10_001));
        assertRefused("node", node + deep, "values nested more than 256 deep (expected: 0..256)");
        assertRefused("nothing", node + deep, "values nested more than 256 deep");
        String lists = value("ff83 02 01 02 ff84 00 01 ff84 00 00");
        assertRefused("nothing", lists + value("ff84 00" + "01".repeat(10_000) + "00"), "nested more than 256 deep");
        assertRefused(
                "list", lists + value("ff84 00 00"), "local type *[]int, received remote type [][][][][][][][]...");
    }

    @Test
    void typesNestedTenThousandDeepAreRefused() {
        StringBuilder stream = new StringBuilder();
        for (int id = 100; id < 10_100; id++) {
            stream.append(value(number(-id) + "03 01 02" + number(id) + "00 01 01 01 04 4e657874 01" + number(id + 1)
                    + "00 00 00"));
        }
        assertRefused("node", stream + value(number(100) + "00"), "types nested more than 256 deep (expected: 0..256)");
    }

    @Test
    void interfaceValueIsSkippedAndRefusedAsAField() throws IOException {
        String holder = value("ff83 03 01 02 ff84 00 01 02 01 01 58 01 10 00 01 01 59 01 04 00 00 00");
        assertRefused(
                "point",
                holder + value("ff84 00"),
                "gob: wrong type (int) for received field Point.X of type interface");
        String other = value("ff83 03 01 02 ff84 00 01 02 01 01 5a 01 10 00 01 01 59 01 04 00 00 00");
        String int7 = "01 03 696e74 04 02 00 0e";
        assertThat(read("point", other + value("ff84" + int7 + "01 04 00"))).isEqualTo(new Point(0, 2));
        assertThat(read("point", other + value("ff84 01 00 01 04 00"))).isEqualTo(new Point(0, 2));
        assertRefused("point", other + value("ff84 01 fc40000000 00"), "count: 1073741824 (expected: 0..1");
    }

    @Test
    void everyCutIsRefused() throws IOException {
        String whole = POINT + value("ff84 01 02 01 04 00");
        for (int length = 0; length < whole.length(); length += 2) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> read("point", cut)).isInstanceOf(MalformedGobException.class);
        }
        read("point", whole); // the definitions are known from now on
        for (int length = 0; length < whole.length(); length += 2) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> read("point", cut)).isInstanceOf(MalformedGobException.class);
        }
    }

    private @Nullable Object read(String method, String hex) throws IOException {
        return GobMessages.read(codecs.computeIfAbsent(method, messages::result), hex.replace(" ", ""));
    }

    private void assertRefused(String method, String hex, String text) {
        assertThatThrownBy(() -> read(method, hex))
                .isInstanceOf(MalformedGobException.class)
                .hasMessageContaining(text);
    }

    /** Returns a message with its length. */
    private static String value(String hex) {
        String body = hex.replace(" ", "");
        return unsigned(body.length() / 2) + body;
    }

    /** Returns a signed number. */
    private static String number(int value) {
        return unsigned(value >= 0 ? value << 1 : (~value << 1) | 1);
    }

    private static String unsigned(int value) {
        if (value < 128) {
            return HEX.toHexDigits((byte) value);
        }
        return value < 256 ? "ff" + HEX.toHexDigits((byte) value) : "fe" + HEX.toHexDigits((short) value);
    }
}
