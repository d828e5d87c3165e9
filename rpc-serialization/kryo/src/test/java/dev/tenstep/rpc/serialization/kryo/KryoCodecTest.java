package dev.tenstep.rpc.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.contract.Fallback;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KryoCodecTest {
    private static final KryoSerializer KRYO = new KryoSerializer();
    private static final ServiceContract CONTRACT = ServiceContract.of(Teams.class);

    @RpcService
    interface Teams {
        void save(List<Team> teams);

        Team find(String name);

        Parent family(Parent parent);

        Child adopt(Child child);

        Picky picky();

        Mood mood();

        Lazy lazy();
    }

    record Team(String name, List<String> members) {}

    record Parent(@Nullable Child child) {}

    record Child(@Nullable Parent parent) {}

    record Picky(int positive) {
        Picky {
            if (positive < 1) {
                throw new IllegalArgumentException("positive: " + positive);
            }
        }
    }

    enum Mood {
        GOOD,
        @Fallback
        OTHER
    }

    /** A bean whose accessor itself encodes. */
    static final class Lazy {
        private String name = "";

        public String getName() throws IOException {
            MessageOutput out = new MessageOutput(8);
            result("find").encode(new Team(name, List.of()), out);
            return name + out.position();
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    @Test
    void nullElementIsReportedWithItsPlaceInTheArgumentsAndInTheirTypes() {
        MessageOutput out = new MessageOutput(8);
        Object[] inArguments = {Arrays.asList(new Team("a", List.of()), null)};
        assertThatThrownBy(() -> parameters("save").encode(inArguments, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Teams.save: null at teams[1] (expected: no null elements");
        Object[] inTypes = {List.of(new Team("a", Arrays.asList("b", "c", null)))};
        assertThatThrownBy(() -> parameters("save").encode(inTypes, out))
                .hasMessageStartingWith("Teams.save: null at Team.members[2] (expected: no null elements");
    }

    @Test
    void exceptionOfAConstructorPassesThrough() {
        assertThatThrownBy(() -> result("picky").decode(new MessageInput(new byte[] {1, 0})))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("positive: 0");
    }

    @Test
    void unknownEnumConstantReadsAsTheFallback() throws IOException {
        assertThat(result("mood").decode(new MessageInput(new byte[] {9}))).isEqualTo(Mood.OTHER);
    }

    @Test
    void codecIsReentrant() throws IOException {
        Lazy lazy = new Lazy();
        lazy.setName("n");
        MessageOutput out = new MessageOutput(8);
        Codec codec = result("lazy");
        codec.encode(lazy, out);
        byte[] first = Arrays.copyOf(out.array(), out.position());
        assertThat(first).isEqualTo(new byte[] {1, (byte) 0x83, 'n', '4'});
    }

    @Test
    void methodsShareThePlansOfRecursiveTypes() throws IOException {
        Parent parent = new Parent(new Child(new Parent(null)));
        for (String method : List.of("family", "adopt")) {
            Object value = method.equals("family") ? parent : new Child(parent);
            MessageOutput out = new MessageOutput(8);
            parameters(method).encode(new Object[] {value}, out);
            MessageInput in = new MessageInput();
            in.reset(out.array(), 0, out.position());
            assertThat((Object[]) parameters(method).decode(in)).containsExactly(value);
        }
    }

    @Test
    void messageIsFollowedByTheNextOne() throws IOException {
        MessageOutput out = new MessageOutput(1);
        Codec codec = result("find");
        codec.encode(new Team("first", List.of("a")), out);
        int end = out.position();
        codec.encode(new Team("second", List.of()), out);
        MessageInput in = new MessageInput();
        in.reset(out.array(), end, out.position() - end);
        assertThat(codec.decode(in)).isEqualTo(new Team("second", List.of()));
        assertThat(in.remaining()).isZero();
    }

    private static Codec parameters(String name) {
        MethodContract method = method(name);
        return KRYO.bind(method, new MessageShape(Role.PARAMETERS, method.parameters()));
    }

    private static Codec result(String name) {
        MethodContract method = method(name);
        return KRYO.bind(method, new MessageShape(Role.RESULT, method.result()));
    }

    private static MethodContract method(String name) {
        return Objects.requireNonNull(CONTRACT.method(name));
    }
}
