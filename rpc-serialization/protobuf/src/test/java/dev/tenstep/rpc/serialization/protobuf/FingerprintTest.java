package dev.tenstep.rpc.serialization.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.RpcMethod;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.serialization.protobuf.FieldTable.Entry;
import dev.tenstep.rpc.serialization.protobuf.FieldTable.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two peers with different types: the permitted differences, and the errors for the others. */
@SuppressWarnings("SameNameButDifferent") // each peer has types of its own
final class FingerprintTest {
    private final ProtobufSerializer serializer = new ProtobufSerializer();

    enum Color {
        RED,
        GREEN
    }

    record User(long id, String name, @Nullable User boss, List<Color> colors, Map<String, User> friends) {}

    @RpcService("users")
    interface Server {
        User find(long id);
    }

    /** The same types under other names and in other classes. */
    static final class Renamed {
        enum Colour {
            RED,
            GREEN
        }

        record Person(long id, String name, @Nullable Person boss, List<Colour> colors, Map<String, Person> friends) {}

        @RpcService("users")
        interface Client {
            @RpcMethod("find")
            Person seek(Long id);
        }
    }

    static final class Grown {
        enum Color {
            RED,
            GREEN,
            BLUE
        }

        record User(
                long id,
                String name,
                @Nullable User boss,
                List<Color> colors,
                Map<String, User> friends,
                String added) {}

        @RpcService("users")
        interface Client {
            User find(long id, boolean added);
        }
    }

    static final class Retyped {
        record User(long id, int name, @Nullable User boss) {}

        @RpcService("users")
        interface Client {
            User find(long id);
        }
    }

    static final class Swapped {
        record User(@Field(2) long id, @Field(1) String name) {}

        @RpcService("users")
        interface Client {
            User find(long id);
        }
    }

    static final class Single {
        record User(long id, String name, @Nullable User boss, Color colors) {}

        @RpcService("users")
        interface Client {
            User find(long id);
        }
    }

    static final class Recolored {
        enum Color {
            BLUE,
            GREEN
        }

        record User(long id, String name, @Nullable User boss, List<Color> colors) {}

        @RpcService("users")
        interface Client {
            User find(long id);
        }
    }

    static final class Widened {
        record User(int id, String name, @Nullable User boss) {}

        @RpcService("users")
        interface Client {
            User find(int id);
        }
    }

    static final class Boxed {
        record User(@Nullable Long id, String name, @Nullable User boss) {}

        @RpcService("users")
        interface Client {
            User find(long id);
        }
    }

    @RpcService
    interface Texts {
        StringValue get();
    }

    @RpcService
    interface Longs {
        Int64Value get();
    }

    static final class One extends Exception {
        private static final long serialVersionUID = 1;
    }

    static final class Two extends Exception {
        private static final long serialVersionUID = 1;
        private final String text;

        Two(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    @RpcService
    interface ThrowsOne {
        void run() throws One;
    }

    @RpcService
    interface ThrowsTwo {
        void run() throws Two;
    }

    static final class Other {
        static final class Two extends Exception {
            private static final long serialVersionUID = 1;
            private final int number;

            Two(int number) {
                this.number = number;
            }

            public int number() {
                return number;
            }
        }
    }

    @RpcService
    interface ThrowsOther {
        void run() throws Other.Two;
    }

    @RpcService
    interface ThrowsBoth {
        void run() throws One, Two;
    }

    private @Nullable String skew(Class<?> client, Class<?> server, String method) {
        byte[] fingerprint = serializer.fingerprint(Derived.method(client, method));
        return serializer.skew(Derived.method(server, method), fingerprint);
    }

    private @Nullable String find(Class<?> client) {
        return skew(client, Server.class, "find");
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(Serializer.class))
                .extracting(Serializer::name)
                .contains("protobuf");
    }

    @Test
    void sameTypesHaveTheSameFingerprint() {
        byte[] mine = serializer.fingerprint(Derived.method(Server.class, "find"));
        assertThat(mine).isEqualTo(new ProtobufSerializer().fingerprint(Derived.method(Server.class, "find")));
        assertThat(mine).hasSizeLessThan(200);
        assertThat(find(Server.class)).isNull();
    }

    @Test
    void typesMayBeRenamedAndFieldsMayComeAndGo() {
        assertThat(find(Renamed.Client.class)).isNull();
        assertThat(find(Grown.Client.class)).isNull();
        assertThat(skew(Server.class, Grown.Client.class, "find")).isNull();
    }

    @Test
    void intMayBecomeALongOnEitherSide() {
        assertThat(find(Widened.Client.class)).isNull();
        assertThat(skew(Server.class, Widened.Client.class, "find")).isNull();
    }

    @Test
    void primitiveOfTheWriterMayNotBeWhatMayBeNullForTheReader() {
        assertThat(skew(Server.class, Boxed.Client.class, "find")).isNull(); // the server's null is the client's 0
        assertThat(find(Boxed.Client.class))
                .isEqualTo("User, field 1, 'id', may be null on the client only, where a 0 or false of the peer would"
                        + " read as null (expected: a primitive on both sides, or a type that may be null on both)");
        assertThat(skew(Server.class, Renamed.Client.class, "find"))
                .startsWith("usersFindRequest, field 1, 'id', may be null on the server only");
    }

    @Test
    void fieldOfAnotherTypeIsNamedWithBoth() {
        assertThat(find(Retyped.Client.class))
                .isEqualTo(
                        "User, field 2, is 'name' of type int32 on the client and 'name' of type string on the server"
                                + " (expected: one name and one type for a number)");
        assertThat(find(Single.Client.class))
                .contains("User, field 4, is 'colors' of type Color")
                .contains("'colors' of type repeated Color");
    }

    @Test
    void fieldOfAnotherNameIsNamedWithBoth() {
        assertThat(find(Swapped.Client.class))
                .contains("is 'id' of type int64 on the client and 'name' of type string");
    }

    @Test
    void constantOfAnotherNameIsNamedWithBoth() {
        assertThat(find(Recolored.Client.class))
                .startsWith("Color, constant 1, is BLUE on the client and RED on the server");
    }

    @Test
    void generatedMessagesAreKnownByTheirNames() {
        assertThat(skew(Texts.class, Longs.class, "get"))
                .contains("google.protobuf.StringValue on the client and google.protobuf.Int64Value on the server");
        assertThat(skew(Texts.class, Texts.class, "get")).isNull();
    }

    @Test
    void exceptionsMayComeAndGoAndAreComparedByTheirNames() {
        assertThat(skew(ThrowsOne.class, ThrowsBoth.class, "run")).isNull();
        assertThat(skew(ThrowsTwo.class, ThrowsBoth.class, "run")).isNull();
        assertThat(skew(ThrowsOther.class, ThrowsBoth.class, "run"))
                .startsWith("Two, field 1, is 'number' of type int32 on the client and 'text' of type string");
    }

    /** Returns a table of a message with so many fields, the last of that type. */
    private static FieldTable wide(int fields, String prefix, int lastType) {
        List<Item> items = IntStream.rangeClosed(1, fields)
                .mapToObj(i -> new Item(i, prefix + i, i == fields ? lastType : 3, false, false, -1))
                .toList();
        return new FieldTable(List.of(new Entry("Wide", items), new Entry("Reply", List.of())), 0);
    }

    @Test
    void tableOver32KiBTravelsDeflatedAndIsComparedFieldByField() {
        FieldTable table = wide(5_000, "field", 3);
        byte[] fingerprint = Fingerprint.of(table);

        assertThat(table.bytes()).hasSizeGreaterThan(32 << 10);
        assertThat(fingerprint).hasSizeLessThan(32 << 10);
        assertThat(Fingerprint.skew(fingerprint, wide(6_000, "field", 3))).isNull();
        assertThat(Fingerprint.skew(fingerprint, wide(5_000, "field", 9)))
                .isEqualTo("Wide, field 5000, is 'field5000' of type int64 on the client and 'field5000' of type string"
                        + " on the server (expected: one name and one type for a number)");
    }

    @Test
    void tableThatIsTooLongEvenDeflatedIsTheSameOrNot() {
        FieldTable table = wide(60_000, "a field with a long name ", 3);
        byte[] fingerprint = Fingerprint.of(table);

        assertThat(fingerprint).hasSize(33);
        assertThat(Fingerprint.skew(fingerprint, table)).isNull();
        assertThat(Fingerprint.skew(fingerprint, wide(60_000, "a field with a long name ", 9)))
                .isEqualTo("the client's types differ from the server's, and have too many fields to say where");
    }

    @Test
    void fingerprintThatInflatesWithoutEndIsRefused() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(2);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bomb)) {
            out.write(new byte[8 << 20]);
        }
        assertThat(Fingerprint.skew(bomb.toByteArray(), wide(3, "field", 3)))
                .isEqualTo("the client's fingerprint is not readable: over 1048576 bytes");
    }

    @Test
    void clientWithoutFingerprintVouchesForItsTypes() {
        assertThat(serializer.skew(Derived.method(Server.class, "find"), new byte[0]))
                .isNull();
    }

    @Test
    void malformedFingerprintIsReported() {
        byte[] mine = serializer.fingerprint(Derived.method(Server.class, "find"));
        for (int length = 1; length < mine.length; length++) {
            byte[] cut = Arrays.copyOf(mine, length);
            assertThat(serializer.skew(Derived.method(Server.class, "find"), cut))
                    .contains("not readable");
        }
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] broken = mine.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            serializer.skew(Derived.method(Server.class, "find"), broken); // returns a text or null, but never throws
        }
    }
}
