package dev.tenstep.rpc.serialization.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.RpcService;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The messages of a call's parameters, result and exceptions, and the nesting of objects in them. */
final class MessagesTest {

    @RpcService("test.pack.Users")
    interface Users {
        @Nullable
        User find(long id, String name);

        int count(Filter filter);

        void remove(User user);

        @Nullable
        Shape shape();

        Page<User> page();

        @Nullable
        Node node();

        StringValue generated(StringValue value);

        Holder holder();

        List<User> all() throws Missing, Refused;
    }

    @Message
    record Filter(int limit) {}

    record User(long id, @Nullable String name) {}

    record Page<T>(List<T> items, @Nullable T first) {}

    record Node(int n, @Nullable Node next) {}

    sealed interface Shape permits Circle, Square, Nothing {}

    record Circle(double radius, @Nullable String label) implements Shape {}

    @Field(9)
    record Square(int side) implements Shape {}

    record Nothing() implements Shape {}

    record Holder(@Nullable Struct struct, List<StringValue> texts) {}

    static final class Missing extends Exception {
        private static final long serialVersionUID = 1;
        private final long id;

        Missing(@Nullable String message, long id) {
            super(message);
            this.id = id;
        }

        public long id() {
            return id;
        }
    }

    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    private static Derived result(String method) {
        return Derived.result(Users.class, method);
    }

    private static Derived parameters(String method) {
        return Derived.parameters(Users.class, method);
    }

    @Test
    void parametersAreARequestWithAFieldForEach() throws IOException {
        Derived find = parameters("find");
        assertThat(find.descriptor().getFullName()).isEqualTo("test.pack.UsersFindRequest");
        assertThat(find.text(new Object[] {7L, "n"})).isEqualTo("id: 7 name: \"n\"");
        assertThat((Object[]) find.read("name: \"n\"")).containsExactly(0L, "n");
        assertThat(parameters("remove").text(new Object[] {new User(1, null)})).isEqualTo("user { id: 1 }");
    }

    @Test
    void soleParameterThatIsAMessageIsTheRequest() throws IOException {
        Derived count = parameters("count");
        assertThat(count.descriptor().getName()).isEqualTo("Filter");
        assertThat(count.text(new Object[] {new Filter(3)})).isEqualTo("limit: 3");
        assertThat((Object[]) count.read("limit: 3")).containsExactly(new Filter(3));
        assertThat((Object[]) count.decode(count.encode(new Object[] {null}))).containsExactly((Object) null);
    }

    @Test
    void resultThatIsAMessageIsTheReplyAndOthersAreWrapped() throws IOException {
        assertThat(result("find").descriptor().getName()).isEqualTo("User");
        assertThat(result("find").text(new User(1, "u"))).isEqualTo("id: 1 name: \"u\"");
        assertThat(result("count").descriptor().getName()).isEqualTo("UsersCountResponse");
        assertThat(result("count").text(5)).isEqualTo("result: 5");
        assertThat(result("count").descriptor().getFields().get(0).hasPresence())
                .isTrue();
        assertThat(result("count").encode(0)).containsExactly(8, 0);
        assertThat(result("count").decode(new byte[0])).isNull();
        assertThat(result("all").text(List.of(new User(1, null)))).isEqualTo("result { id: 1 }");
        assertThat(result("remove").descriptor().getFullName()).isEqualTo("google.protobuf.Empty");
        assertThat(result("remove").encode(null)).isEmpty();
        assertThat(result("remove").decode(new byte[] {8, 1})).isNull();
    }

    @Test
    void nullResultStaysNullAndIsAnEmptyMessageToOthers() throws IOException {
        byte[] none = result("find").encode(null);
        assertThat(HexFormat.of().formatHex(none)).isEqualTo("f8e10901");
        assertThat(result("find").decode(none)).isNull();
        assertThat(result("find").decode(new byte[0])).isEqualTo(new User(0, null));
        DynamicMessage theirs = DynamicMessage.parseFrom(result("find").descriptor(), none);
        assertThat(theirs.getAllFields()).isEmpty();
        assertThat(theirs.getUnknownFields().asMap()).containsOnlyKeys(19999);
    }

    @Test
    void sealedTypesAreAMessageWithAOneOf() throws IOException {
        Derived shape = result("shape");
        assertThat(shape.text(new Circle(0.5, null))).isEqualTo("circle { radius: 0.5 }");
        assertThat(shape.text(new Nothing())).isEqualTo("nothing { }");
        assertThat(shape.echo(new Square(-1))).isEqualTo(new Square(-1));
        assertThat(shape.descriptor().getOneofs()).hasSize(1);
        assertThat(shape.descriptor().findFieldByNumber(9).getName()).isEqualTo("square");
        assertThat(shape.decode(new byte[0])).isNull();
        assertThat(shape.decode(shape.encode(null))).isNull();
    }

    @Test
    void unknownCaseIsRefusedAloneAndSkippedNextToAKnownOne() throws IOException {
        Derived shape = result("shape");
        assertThatThrownBy(() -> shape.decode(new byte[] {122, 0}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("field 15 of Shape (expected: 1 for Circle, 9 for Square");
        assertThat(shape.decode(new byte[] {122, 0, 74, 2, 8, 5})).isEqualTo(new Square(5));
    }

    @Test
    void boundGenericTypesHaveNamesOfTheirOwn() throws IOException {
        Derived page = result("page");
        assertThat(page.descriptor().getName()).isEqualTo("PageOfUser");
        Page<User> value = new Page<>(List.of(new User(1, "a")), new User(2, ""));
        assertThat(page.text(value)).isEqualTo("items { id: 1 name: \"a\" } first { id: 2 name: \"\" }");
        assertThat(page.echo(value)).isEqualTo(value);
    }

    @Test
    void aHundredLevelsAreReadAndWrittenButNoMore() throws IOException {
        Derived node = result("node");
        Node deepest = new Node(1, null);
        for (int i = 0; i < 100; i++) {
            deepest = new Node(i, deepest);
        }
        assertThat(node.echo(deepest)).isEqualTo(deepest);
        Node tooDeep = new Node(0, deepest);
        assertThatThrownBy(() -> node.encode(tooDeep)).hasMessageContaining("messages nested 101 deep");
        ByteString bytes = ByteString.copyFrom(node.encode(deepest));
        byte[] around = DynamicMessage.newBuilder(node.descriptor())
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                2,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(bytes)
                                        .build())
                        .build())
                .build()
                .toByteArray();
        assertThatThrownBy(() -> node.decode(around)).hasMessageContaining("messages nested 101 deep");
        assertThatThrownBy(() -> DynamicMessage.parseFrom(node.descriptor(), around))
                .isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void generatedMessagesCrossAsTheyAre() throws IOException {
        StringValue value = StringValue.of("größer");
        Derived parameters = parameters("generated");
        assertThat(parameters.encode(new Object[] {value})).isEqualTo(value.toByteArray());
        assertThat((Object[]) parameters.decode(value.toByteArray())).containsExactly(value);
        Derived result = result("generated");
        assertThat(result.encode(value)).isEqualTo(value.toByteArray());
        assertThat(result.decode(result.encode(null))).isNull();
        assertThatThrownBy(() -> result.decode(new byte[] {10, 5, 1})).isInstanceOf(IOException.class);
    }

    @Test
    void generatedMessagesAreFieldsAndElements() throws IOException {
        Derived holder = result("holder");
        Struct struct = Struct.newBuilder()
                .putFields("k", Value.newBuilder().setNumberValue(1).build())
                .build();
        Holder value = new Holder(struct, List.of(StringValue.of("a"), StringValue.of("")));
        assertThat(holder.echo(value)).isEqualTo(value);
        assertThat(holder.descriptor()
                        .findFieldByName("struct")
                        .getMessageType()
                        .getFullName())
                .isEqualTo("google.protobuf.Struct");
    }

    @Test
    void generatedMessagesCountTheirDepthFromTheOutermostMessage() throws IOException {
        Value one = Value.newBuilder().setNumberValue(1).build();
        Value deep = Value.newBuilder()
                .setListValue(ListValue.newBuilder().addValues(one))
                .build();
        for (int i = 0; i < 32; i++) {
            deep = Value.newBuilder()
                    .setStructValue(Struct.newBuilder().putFields("", deep))
                    .build();
        }
        Struct struct = Struct.newBuilder().putFields("", deep).build();
        assertThat(Struct.parseFrom(struct.toByteArray())).isEqualTo(struct); // 100 levels, the most that it accepts
        byte[] oneDeeper = result("holder").encode(new Holder(struct, List.of()));
        assertThatThrownBy(() -> result("holder").decode(oneDeeper))
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessageContaining("too many levels of nesting");
    }

    @Test
    void exceptionsAreMessagesWithTheirFields() throws IOException {
        Derived missing = Derived.exception(Users.class, "all", 0);
        assertThat(missing.descriptor().getName()).isEqualTo("Missing");
        assertThat(missing.theirs(new Missing("gone", 7)).getAllFields().values())
                .containsExactlyInAnyOrder("gone", 7L);
        Missing read = (Missing) missing.echo(new Missing(null, 7));
        assertThat(read.getMessage()).isNull();
        assertThat(read.id()).isEqualTo(7);
    }
}
