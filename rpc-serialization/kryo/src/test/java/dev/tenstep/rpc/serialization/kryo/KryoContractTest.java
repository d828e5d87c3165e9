package dev.tenstep.rpc.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.contract.CollectionModel;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.ForeignModel;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcMethod;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.Serializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class KryoContractTest {
    private final KryoSerializer kryo = new KryoSerializer();

    @RpcService
    interface Users {
        KryoContractTest.User find(long id);
    }

    record User(long id, String name) {}

    /** The same interface with the same names, as the peer may have it. */
    static final class Elsewhere {
        @RpcService
        interface Users {
            Elsewhere.User find(long id);

            void remove(long id);
        }

        record User(long id, String name) {}
    }

    /** The same interface with the fields of a type in another order. */
    static final class Swapped {
        @RpcService
        interface Users {
            Swapped.User find(long id);
        }

        record User(String name, long id) {}
    }

    /** The same interface with another parameter type. */
    static final class Narrower {
        @RpcService
        interface Users {
            @RpcMethod("find")
            KryoContractTest.User find(int id);
        }
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(Serializer.class))
                .extracting(Serializer::name)
                .contains("kryo");
    }

    @Test
    void fingerprintIsThatOfTheTypesAndNothingElse() {
        byte[] mine = kryo.fingerprint(find(Users.class));
        assertThat(mine).hasSize(16).isEqualTo(new KryoSerializer().fingerprint(find(Elsewhere.Users.class)));
        assertThat(kryo.fingerprint(find(Swapped.Users.class))).isNotEqualTo(mine);
        assertThat(kryo.fingerprint(find(Narrower.Users.class))).isNotEqualTo(mine);
    }

    @Test
    void skewSaysWhatToDoAndShowsBothFingerprints() {
        assertThat(kryo.skew(find(Users.class), new byte[] {(byte) 0xab, 1}))
                .contains("the types of Users.find differ between client and server")
                .contains("build both sides from the same classes")
                .contains("Fingerprint: ab01 (expected: ");
        assertThat(kryo.skew(find(Users.class), new byte[32 << 10])).hasSizeLessThan(500);
    }

    @Test
    void generatedProtobufMessagesAreRefusedNamingThoseWhoCarryThem() {
        TypeModel foreign = new ForeignModel(Thread.class);
        for (TypeModel type : List.of(foreign, new CollectionModel(List.class, foreign, ArrayList::new))) {
            assertThatThrownBy(() -> kryo.bind(find(Users.class), new MessageShape(Role.RESULT, type)))
                    .isInstanceOf(ContractException.class)
                    .hasMessageContaining("java.lang.Thread")
                    .hasMessageContaining("rpc.serializer=protobuf or json")
                    .hasMessageEndingWith("for method Users.find");
        }
    }

    private static MethodContract find(Class<?> service) {
        return Objects.requireNonNull(ServiceContract.of(service).method("find"));
    }
}
