package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import org.junit.jupiter.api.Test;

/** Two peers whose interfaces differ in age: they agree on what they have in common. */
interface KernelChangedTypes extends KernelUnderTest {

    /** An exception that sorts after {@link Newer}. */
    final class Older extends Exception {
        private static final long serialVersionUID = 1;

        Older(String message) {
            super(message);
        }
    }

    /** An exception that only the server declares. */
    final class Newer extends Exception {
        private static final long serialVersionUID = 1;

        Newer(String message) {
            super(message);
        }
    }

    /** The client's interface. */
    @RpcService("changed")
    interface Client {
        void run(boolean newer) throws Older;
    }

    /** The server's interface. */
    @RpcService("changed")
    interface Server {
        void run(boolean newer) throws Newer, Older;
    }

    @Test
    default void declaredExceptionsAreKnownByTheirNames() {
        Server handler = newer -> {
            if (newer) {
                throw new Newer("unheard of");
            }
            throw new Older("as before");
        };
        try (RpcServer server = server().service(Server.class, handler).start();
                RpcClient client = client(server).build()) {
            Client stub = client.stub(Client.class);
            assertThatThrownBy(() -> stub.run(false))
                    .isExactlyInstanceOf(Older.class)
                    .hasMessage("as before");
            assertThatThrownBy(() -> stub.run(true))
                    .isInstanceOfSatisfying(
                            RpcException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.UNKNOWN))
                    .hasMessageStartingWith("Client.run failed with Newer, which it does not declare on this client: ");
        }
    }
}
