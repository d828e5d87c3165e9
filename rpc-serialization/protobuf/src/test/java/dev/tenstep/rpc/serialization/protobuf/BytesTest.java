package dev.tenstep.rpc.serialization.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tenstep.rpc.contract.RpcService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bytes that other programs write, or that nobody should: unknown, duplicate, split, reordered, cut off or broken. */
final class BytesTest {

    @RpcService
    interface Trees {
        @Nullable
        Tree tree();

        Empty empty();
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Tree(
            int n,
            @Nullable String s,
            @Nullable Tree child,
            List<Tree> children,
            List<Integer> ints,
            Map<String, Tree> named,
            Optional<Tree> maybe,
            @Nullable Part part,
            List<List<String>> lists,
            long l) {}

    sealed interface Part permits Left, Right {}

    record Left(int n, List<String> list) implements Part {}

    record Right(@Nullable Left left) implements Part {}

    record Empty() {}

    private final Derived trees = Derived.result(Trees.class, "tree");

    private Tree decode(String hex) throws IOException {
        return (Tree) trees.decode(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void unknownFieldsOfEveryWireTypeAreSkipped() throws IOException {
        String varint = "f80196fd01";
        String fixed64 = "f9010102030405060708";
        String bytes = "fa0103616263";
        String group = "fb01 08 01 9b06 f80105 9c06 fc01";
        String fixed32 = "fd0101020304";
        assertThat(decode(varint + "0805" + fixed64 + bytes + group + "120178" + fixed32))
                .isEqualTo(decode("0805 120178"));
        byte[] all = HexFormat.of().parseHex((varint + fixed64 + bytes + group + fixed32).replace(" ", ""));
        assertThat(Derived.result(Trees.class, "empty").decode(all)).isEqualTo(new Empty());
    }

    @Test
    void knownFieldOfAnotherWireTypeIsUnknown() throws IOException {
        assertThat(decode("0a0101 0805 1005")).isEqualTo(decode("0805"));
    }

    @Test
    void groupsAreMatchedAndLimited() {
        assertThatThrownBy(() -> decode("fb01")).hasMessageContaining("ends inside group 31");
        assertThatThrownBy(() -> decode("fc01"))
                .hasMessageContaining("the end of group 31 (expected: its start before)");
        assertThatThrownBy(() -> decode("fb019c06")).hasMessageContaining("the end of group 99");
        assertThatThrownBy(() -> decode("fb01".repeat(10_000))).hasMessageContaining("nested 101 deep");
    }

    @Test
    void lastScalarWinsInAnyOrder() throws IOException {
        assertThat(decode("5005 120179 0801 120178 0802")).isEqualTo(decode("0802 120178 5005"));
    }

    @Test
    void overlongTagsAndNumbersAreRead() throws IOException {
        assertThat(decode("888000 858000")).isEqualTo(decode("0805"));
        assertThat(decode("08ffffffffffffffffff01").n()).isEqualTo(-1);
        assertThatThrownBy(() -> decode("08ffffffffffffffffffff01"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 10 bytes");
    }

    @Test
    void partsOfAMessageAreMerged() throws IOException {
        assertThat(decode("1a020801 1a041a020802 1a032a0107")).isEqualTo(decode("1a09 0801 1a020802 2a0107"));
        assertThat(decode("3a020801 3a0412017a 00".replace("3a04", "3a03").replace(" 00", ""))
                        .maybe())
                .map(Tree::s)
                .contains("z");
    }

    @Test
    void partsOfACaseAreMergedUnlessAnotherCaseIsBetween() throws IOException {
        assertThat(decode("42040a020801 42050a03120161").part()).isEqualTo(new Left(1, List.of("a")));
        assertThat(decode("420e 0a020801 1200 0a06120162120163").part()).isEqualTo(new Left(0, List.of("b", "c")));
        assertThatThrownBy(() -> decode("42041202ffff 42040a020801")).isInstanceOf(IOException.class);
    }

    @Test
    void partsThatAreNotWholeFieldsAreRefused() {
        assertThatThrownBy(() -> decode("1a0108 1a0105")).hasMessageContaining("but its message ends after 0");
        assertThatThrownBy(() -> decode("1a021205 1a056162636465"))
                .hasMessageContaining("but its message ends after 0");
    }

    @Test
    void partsAtEveryLevelCostNoMoreThanTheirBytes() throws IOException {
        byte[] inner = {8, 1};
        for (int i = 0; i < 100; i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            CodedOutputStream coded = CodedOutputStream.newInstance(out);
            coded.writeByteArray(3, inner);
            coded.writeByteArray(3, new byte[0]);
            coded.flush();
            inner = out.toByteArray();
        }
        assertThat(trees.decode(inner)).isEqualTo(trees.decode(theirs(inner)));
    }

    @Test
    void malformedTagsAreRefused() {
        for (String hex : List.of("00", "0001", "07", "06", "0e00", "ffffffffff7f01", "8080808010")) {
            assertThatThrownBy(() -> decode(hex)).as(hex).isInstanceOf(IOException.class);
        }
    }

    @Test
    void lengthsBeyondTheMessageAreRefusedBeforeAnythingIsAllocated() {
        for (String length : List.of("ffffffff07", "ffffffff0f", "ffffffffffffffffff01", "02", "8080808004")) {
            for (String tag : List.of("12", "1a", "22", "2a", "32", "3a", "42", "4a", "fa01")) {
                assertThatThrownBy(() -> decode(tag + length + "00"))
                        .as(tag + length)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("but its message ends after");
            }
        }
    }

    @Test
    void messageCutAtAnyByteIsAnErrorOrAValueAndReadsNothingBeyond() throws IOException {
        Tree leaf = (Tree)
                trees.read("n: 300 s: \"größe\" ints: [1, 300] lists { values: \"x\" } l: -1 part { left { n: 1 } }");
        Tree tree = (Tree) trees.read("n: 1 child { n: 2 } maybe { s: \"m\" } named { key: \"k\" value { n: 3 } }");
        Tree both = new Tree(
                1, "s", tree, List.of(leaf, tree), List.of(), Map.of("a", leaf), Optional.of(leaf), null, List.of(), 0);
        byte[] whole = trees.encode(both);
        for (int length = 0; length <= whole.length; length++) {
            compare(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void bytesAreReadExactlyAsProtobufReadsThemOrRefused() throws IOException {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            compare(message(random, 3));
        }
    }

    @Test
    void brokenBytesAreReadAsProtobufReadsThem() throws IOException {
        Random random = new Random(43);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = message(random, 3);
            for (int k = random.nextInt(3); k >= 0 && bytes.length > 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            compare(bytes);
        }
    }

    /**
     * Compares our codec with protobuf's: both refuse, or both read, and what protobuf then writes reads the same to
     * us.
     */
    private void compare(byte[] bytes) throws IOException {
        byte[] theirs;
        try {
            theirs = theirs(bytes);
        } catch (InvalidProtocolBufferException e) {
            assertThatThrownBy(() -> trees.decode(bytes))
                    .as("%s", HexFormat.of().formatHex(bytes))
                    .isInstanceOf(IOException.class);
            return;
        }
        Object expected;
        try {
            expected = trees.decode(theirs);
        } catch (MalformedMessageException e) {
            // Only we refuse these: a one-of with another case, and duplicate keys.
            assertThat(e.getMessage()).containsAnyOf("of Part (expected: ", "two keys that read as");
            assertThatThrownBy(() -> trees.decode(bytes)).isInstanceOf(MalformedMessageException.class);
            return;
        }
        if (isCutByProtobuf(bytes)) {
            return;
        }
        assertThat(trees.decode(bytes))
                .as("%s", HexFormat.of().formatHex(bytes))
                .isEqualTo(expected);
    }

    /**
     * Returns whether we refuse a number that protobuf-java cuts to 32 bits, as other languages do: a tag, or a long
     * for an int.
     */
    private boolean isCutByProtobuf(byte[] bytes) {
        try {
            trees.decode(bytes);
            return false;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).matches("byte \\d+: tag \\d{10,} .*|the number -?\\d+ for an int .*");
        }
    }

    private byte[] theirs(byte[] bytes) throws IOException {
        return DynamicMessage.parseFrom(trees.descriptor(), bytes).toByteArray();
    }

    /** Returns random fields in any order and number, usually of the right wire types. */
    private static byte[] message(Random random, int depth) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (int n = random.nextInt(6); n > 0; n--) {
            int number = 1 + random.nextInt(11);
            switch (random.nextInt(12)) {
                case 0 -> out.writeFixed32(number, random.nextInt());
                case 1 -> out.writeFixed64(number, random.nextLong());
                case 2, 3, 4 -> out.writeUInt64(number, random.nextLong() >>> random.nextInt(64));
                case 5, 6 -> out.writeByteArray(number, new byte[] {65, (byte) random.nextInt(128), 66});
                default -> out.writeByteArray(number, depth == 0 ? new byte[0] : message(random, depth - 1));
            }
        }
        out.flush();
        return bytes.toByteArray();
    }
}
