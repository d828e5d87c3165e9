package dev.tenstep.rpc.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.BigDecimalSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.LocalDateTimeSerializer;
import dev.tenstep.rpc.contract.RpcService;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KryoEncodingTest {

    @RpcService
    interface Encoded {
        void flag(boolean value);

        void small(short value);

        void number(int value);

        int result();

        @Nullable
        Integer boxed();

        @Nullable
        Year year();

        @Nullable
        String string();

        List<String> strings();

        @Nullable
        Point point();

        List<Point> points();

        @Nullable
        Shape shape();

        @Nullable
        Level level();

        Optional<Integer> optional();

        Map<String, Integer> map();

        int[] ints();

        byte @Nullable [] bytes();

        void nothing();

        Mixed mixed();

        Wide wide();
    }

    record Point(int x, int y) {}

    sealed interface Shape permits Dot, Line {}

    record Dot(Point at) implements Shape {}

    record Line(Point from, Point to) implements Shape {}

    enum Level {
        LOW,
        HIGH
    }

    record Mixed(long id, String name, String words, double rate, LocalDateTime at, BigDecimal price, boolean last) {}

    /** A record with more fields than wait on the stack, of every width. */
    record Wide(
            int a,
            long b,
            String c,
            int d,
            long e,
            String f,
            int g,
            long h,
            String i,
            int j,
            long k,
            String l,
            int m,
            long n,
            String o,
            int p,
            long q,
            String r,
            int s,
            long t,
            String u,
            int v,
            long w,
            String x,
            double y,
            boolean z,
            @Nullable Point point) {}

    @Test
    void examplesOfTheReadmeAreTheBytesThatItShows() throws IOException {
        assertField("flag", "`true`", true, "01");
        assertField("small", "`(short) 258`", (short) 258, "0201");
        assertField("number", "`1`", 1, "02");
        assertField("number", "`-1`", -1, "01");
        assertField("number", "`1000`", 1000, "d00f");
        assertShown("string", "`\"hi\"`", "hi", "836869");
        assertShown("string", "`\"é€\"`", "é€", "83c3a9e282ac");
        assertShown("string", "`\"\"`", "", "81");
        assertShown("string", "`null`", null, "80");
        assertShown("point", "`new Point(1, -1)`", new Point(1, -1), "010201");
        assertShown("point", "`null`", null, "00");
        assertShown("result", "`-1` as a result", -1, "0101");
        assertShown("boxed", "`Integer.valueOf(1)`", 1, "0102");
        assertShown("year", "`Year.of(2024)`", Year.of(2024), "018532303234");
        assertShown("bytes", "`new byte[] {5}`", new byte[] {5}, "0205");
        assertShown("level", "`Level.HIGH`", Level.HIGH, "02");
        assertShown("strings", "`List.of(\"a\", \"\")`", List.of("a", ""), "02826181");
        List<Point> points = List.of(new Point(1, 2), new Point(3, 4));
        assertShown("points", "`List.of(new Point(1, 2), new Point(3, 4))`", points, "0202040608");
        assertShown("ints", "`new int[] {1, -1}`", new int[] {1, -1}, "020201");
        assertShown("map", "`Map.of(\"a\", 1)`", Map.of("a", 1), "01826102");
        assertShown("optional", "`Optional.of(3)`", Optional.of(3), "0106");
        assertShown("shape", "`new Dot(new Point(1, 2))`", new Dot(new Point(1, 2)), "02010204");
    }

    private static void assertField(String method, String example, Object value, String hex) throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains(" | " + example + " | `" + hex + "` |");
        Messages messages = Messages.ofParameters(Encoded.class, method);
        assertThat(messages.encodeHex(new Object[] {value})).isEqualTo(hex);
        assertThat((Object[]) messages.decodeHex(hex)).containsExactly(value);
    }

    private static void assertShown(String method, String example, @Nullable Object value, String hex)
            throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains(" | " + example + " | `" + hex + "` |");
        assertEncoded(method, value, hex);
    }

    @Test
    void nullsAndTheOtherCasesHaveTheirBytes() throws IOException {
        assertEncoded("boxed", null, "00");
        assertEncoded("string", "x".repeat(63), "c001" + "78".repeat(63));
        assertEncoded("shape", null, "00");
        assertEncoded("shape", new Line(new Point(1, 2), new Point(3, 4)), "03010204010608");
        assertEncoded("level", null, "00");
        assertEncoded("optional", Optional.empty(), "00");
        assertEncoded("bytes", null, "00");
        assertEncoded("nothing", null, "");
    }

    private static void assertEncoded(String method, @Nullable Object value, String hex) throws IOException {
        Messages messages = Messages.of(Encoded.class, method);
        assertThat(messages.encodeHex(value)).isEqualTo(hex);
        assertThat(messages.decodeHex(hex)).isEqualTo(value);
    }

    @Test
    void kryoItselfReadsWhatWasWritten() throws IOException {
        LocalDateTime at = LocalDateTime.of(2024, 2, 29, 12, 30, 1, 5);
        BigDecimal price = new BigDecimal("12345.67890");
        Mixed mixed = new Mixed(-5, "a name of more than thirty-two characters", "größe 世界", 0.1, at, price, true);
        Input in = new Input(Messages.of(Encoded.class, "mixed").encode(mixed));
        assertThat(in.readByte()).isEqualTo((byte) 1);
        assertThat(in.readVarLong(false)).isEqualTo(-5);
        assertThat(in.readString()).isEqualTo(mixed.name());
        assertThat(in.readString()).isEqualTo(mixed.words());
        assertThat(in.readDouble()).isEqualTo(0.1);
        assertThat(in.readByte()).isEqualTo((byte) 1);
        assertThat(new LocalDateTimeSerializer().read(null, in, LocalDateTime.class))
                .isEqualTo(at);
        assertThat(new BigDecimalSerializer().read(null, in, BigDecimal.class)).isEqualTo(price);
        assertThat(in.readBoolean()).isTrue();
        assertThat(in.end()).isTrue();
    }

    @Test
    void recordOfMoreFieldsThanWaitOnTheStackComesBack() throws IOException {
        Wide wide = new Wide(
                1,
                2,
                "3",
                4,
                5,
                "6",
                7,
                8,
                "9",
                10,
                11,
                "12",
                13,
                14,
                "15",
                16,
                17,
                "18",
                19,
                20,
                "21",
                22,
                23,
                "24",
                2.5,
                true,
                new Point(26, 27));
        Messages messages = Messages.of(Encoded.class, "wide");
        assertThat(messages.decode(messages.encode(wide))).isEqualTo(wide);
    }

    @Test
    void longListComesBack() throws IOException {
        List<Point> points =
                IntStream.range(0, 5000).mapToObj(i -> new Point(i, -i)).toList();
        Messages messages = Messages.of(Encoded.class, "points");
        assertThat(messages.decode(messages.encode(points))).isEqualTo(points);
    }
}
