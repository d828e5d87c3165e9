package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.examples.hello.HelloClient;
import dev.tenstep.rpc.examples.hello.HelloServer;
import dev.tenstep.rpc.examples.panda.PandaClient;
import dev.tenstep.rpc.examples.panda.PandaServer;
import dev.tenstep.rpc.examples.users.UsersClient;
import dev.tenstep.rpc.examples.users.UsersServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The classes that a user copies, run as they stand. */
final class CopiedMainsTest {
    private interface ClientMain {
        void run(String[] args);
    }

    @Test
    void helloClientIsGreeted() {
        assertThat(printed(HelloServer.start("127.0.0.1:0"), HelloClient::main)).containsExactly("Hello, shen!");
    }

    @Test
    void pandaClientGetsTheNextNumber() {
        assertThat(printed(PandaServer.start("127.0.0.1:0"), PandaClient::main)).containsExactly("124");
    }

    @Test
    void usersClientCreatesListsAndFinds() {
        String[] lines = printed(UsersServer.start("127.0.0.1:0"), UsersClient::main);
        assertThat(lines).hasSize(8).startsWith(lines[0]).endsWith("not found: 4096");
        assertThat(lines[0])
                .startsWith("created User[id=12, name=Shen, email=Optional.empty, roles=[WRITER], created=");
        assertThat(lines[6]).startsWith("found User[id=1, name=Ada, ");
    }

    private static String[] printed(RpcServer server, ClientMain main) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try (server) {
            main.run(new String[] {server.address()});
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8).split(System.lineSeparator());
    }
}
