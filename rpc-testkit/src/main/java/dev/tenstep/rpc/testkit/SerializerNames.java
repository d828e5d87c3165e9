package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.RpcMethod;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Names on the wire: a member that is renamed in Java and keeps its {@link Field#name()} crosses as before, to and
 * from old peers.
 */
@SuppressWarnings("SameNameButDifferent") // each peer has types of its own
interface SerializerNames {

    Serializer serializer();

    /** The types with their old names. */
    final class Before {
        private Before() {}

        enum Level {
            LOW,
            HIGH
        }

        sealed interface Shape permits Circle, Square {}

        record Circle(double radius) implements Shape {}

        record Square(double side) implements Shape {}

        record User(long id, @Nullable String name, Level level, Shape shape, Map<Level, String> notes) {}

        static final class Bean {
            private int count;
            private int size;

            public int getCount() {
                return count;
            }

            public void setCount(int count) {
                this.count = count;
            }

            public int getSize() {
                return size;
            }

            public void setSize(int size) {
                this.size = size;
            }
        }

        static final class Missing extends Exception {
            private static final long serialVersionUID = 1;
            private final long id;

            Missing(@Nullable String message, long id) {
                super(message);
                this.id = id;
            }

            public long getId() {
                return id;
            }
        }

        @RpcService("names")
        interface Users {
            User find(long id, User like);

            void drop() throws Missing;

            Bean count(Bean bean);
        }
    }

    /** The same types with all their members renamed. */
    final class After {
        private After() {}

        enum Level {
            @Field(name = "LOW")
            DEEP,
            @Field(name = "HIGH")
            TALL
        }

        sealed interface Shape permits Disc, Square {}

        @Field(name = "Circle")
        record Disc(@Field(name = "radius") double r) implements Shape {}

        record Square(double side) implements Shape {}

        record User(
                @Field(1) long id,
                @Field(name = "name") @Nullable String fullName,
                @Field(value = 3, name = "level") Level rank,
                @Field(name = "shape") Shape form,
                Map<Level, String> notes) {}

        static final class Bean {
            @Field(name = "count")
            private int number;

            private int length;

            public int getNumber() {
                return number;
            }

            public void setNumber(int number) {
                this.number = number;
            }

            @Field(name = "size")
            public int getLength() {
                return length;
            }

            public void setLength(int length) {
                this.length = length;
            }
        }

        static final class Missing extends Exception {
            private static final long serialVersionUID = 1;
            private final long key;

            Missing(@Nullable String message, @Field(name = "id") long key) {
                super(message);
                this.key = key;
            }

            public long getKey() {
                return key;
            }
        }

        @RpcService("names")
        interface Users {
            @RpcMethod("find")
            User seek(@Field(name = "id") long number, @Field(name = "like") User as);

            void drop() throws Missing;

            Bean count(@Field(name = "bean") Bean counted);
        }
    }

    @Test
    default void renamedInJavaAloneItIsTheSameOnTheWire() throws IOException {
        Before.User before =
                new Before.User(1, "Ann", Before.Level.HIGH, new Before.Circle(2), Map.of(Before.Level.LOW, "n"));
        After.User after = new After.User(1, "Ann", After.Level.TALL, new After.Disc(2), Map.of(After.Level.DEEP, "n"));
        MethodContract old = method(Before.Users.class, "find");
        MethodContract renamed = method(After.Users.class, "find");

        MessageProbe oldRequest = MessageProbe.parameters(serializer(), old);
        MessageProbe renamedRequest = MessageProbe.parameters(serializer(), renamed);
        byte[] request = oldRequest.encode(new Object[] {7L, before});
        assertThat(renamedRequest.encode(new Object[] {7L, after})).isEqualTo(request);
        assertThat((Object[]) renamedRequest.decode(request)).containsExactly(7L, after);
        assertThat((Object[]) oldRequest.decode(request)).containsExactly(7L, before);

        MessageProbe renamedReply = MessageProbe.result(serializer(), renamed);
        assertThat(MessageProbe.result(serializer(), old).decode(renamedReply.encode(after)))
                .isEqualTo(before);
    }

    @Test
    default void renamedTypesHaveTheFingerprintOfTheOldOnes() {
        for (String name : new String[] {"find", "count"}) {
            MethodContract renamed = method(After.Users.class, name);
            byte[] mine = serializer().fingerprint(renamed);
            MethodContract old = method(Before.Users.class, name);
            if (!Arrays.equals(mine, serializer().fingerprint(old))) {
                assertThat(serializer().skew(old, mine))
                        .as(name)
                        .isNull(); // protobuf names exceptions with their class
            }
        }
    }

    @Test
    default void renamedPropertiesOfABeanAndOfAnExceptionKeepTheirNames() throws IOException {
        After.Bean bean = new After.Bean();
        bean.setNumber(3);
        bean.setLength(4);
        MessageProbe renamed = MessageProbe.result(serializer(), method(After.Users.class, "count"));
        MessageProbe old = MessageProbe.result(serializer(), method(Before.Users.class, "count"));
        Before.Bean read = (Before.Bean) Objects.requireNonNull(old.decode(renamed.encode(bean)));
        assertThat(read.getCount()).isEqualTo(3);
        assertThat(read.getSize()).isEqualTo(4);
        After.Bean back = (After.Bean) Objects.requireNonNull(renamed.decode(old.encode(read)));
        assertThat(back.getNumber()).isEqualTo(3);
        assertThat(back.getLength()).isEqualTo(4);

        byte[] thrown = exception(After.Users.class).encode(new After.Missing("none", 9));
        Before.Missing caught = (Before.Missing)
                Objects.requireNonNull(exception(Before.Users.class).decode(thrown));
        assertThat(caught).hasMessage("none");
        assertThat(caught.getId()).isEqualTo(9);
    }

    private MessageProbe exception(Class<?> service) {
        MethodContract method = method(service, "drop");
        ObjectModel model = method.exceptions().get(0);
        return MessageProbe.of(serializer().bind(method, new MessageShape(Role.EXCEPTION, model)));
    }

    private static MethodContract method(Class<?> service, String name) {
        return Objects.requireNonNull(ServiceContract.of(service).method(name), name);
    }
}
