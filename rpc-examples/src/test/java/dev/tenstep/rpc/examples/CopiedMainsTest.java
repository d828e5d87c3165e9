package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.examples.chat.ChatClient;
import dev.tenstep.rpc.examples.chat.ChatServer;
import dev.tenstep.rpc.examples.doorman.DoormanClient;
import dev.tenstep.rpc.examples.doorman.DoormanServer;
import dev.tenstep.rpc.examples.hello.HelloClient;
import dev.tenstep.rpc.examples.hello.HelloServer;
import dev.tenstep.rpc.examples.login.LoginClient;
import dev.tenstep.rpc.examples.login.LoginServer;
import dev.tenstep.rpc.examples.panda.PandaClient;
import dev.tenstep.rpc.examples.panda.PandaServer;
import dev.tenstep.rpc.examples.ticker.TickerClient;
import dev.tenstep.rpc.examples.ticker.TickerServer;
import dev.tenstep.rpc.examples.upload.UploadClient;
import dev.tenstep.rpc.examples.upload.UploadServer;
import dev.tenstep.rpc.examples.users.UsersClient;
import dev.tenstep.rpc.examples.users.UsersServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The classes that users copy, run as they are. */
final class CopiedMainsTest {
    private interface ClientMain {
        void run(String[] args) throws IOException;
    }

    @Test
    void helloClientIsGreeted() throws IOException {
        assertThat(printed(HelloServer.start("127.0.0.1:0"), HelloClient::main)).containsExactly("Hello, shen!");
    }

    @Test
    void pandaClientGetsTheNextNumber() throws IOException {
        assertThat(printed(PandaServer.start("127.0.0.1:0"), PandaClient::main)).containsExactly("124");
    }

    @Test
    void usersClientCreatesListsAndFinds() throws IOException {
        String[] lines = printed(UsersServer.start("127.0.0.1:0"), UsersClient::main);
        assertThat(lines).hasSize(8).startsWith(lines[0]).endsWith("not found: 4096");
        assertThat(lines[0])
                .startsWith("created User[id=12, name=Shen, email=Optional.empty, roles=[WRITER], created=");
        assertThat(lines[6]).startsWith("found User[id=1, name=Ada, ");
    }

    @Test
    void tickerClientPrintsTenPrices() throws IOException {
        assertThat(printed(TickerServer.start("127.0.0.1:0"), TickerClient::main))
                .hasSize(10)
                .startsWith("1: 100.09", "2: 99.96")
                .allSatisfy(line -> assertThat(line).matches("\\d+: \\d+\\.\\d\\d"));
    }

    @Test
    void uploadClientPrintsTheReceipt() throws IOException {
        assertThat(printed(UploadServer.start("127.0.0.1:0"), UploadClient::main))
                .singleElement()
                .asString()
                .startsWith("made-up: the server has 1000000 bytes, SHA-256 ");
    }

    @Test
    void chatClientSendsTypedLinesAndHearsThem() throws IOException {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("hello\n".getBytes(Charset.defaultCharset())));
        try {
            assertThat(printed(ChatServer.start("127.0.0.1:0"), ChatClient::main))
                    .containsExactly("room: guest is here", "guest: hello");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void doormanClientIsAStrangerInTheClear() throws IOException {
        assertThat(printed(DoormanServer.start("127.0.0.1:0"), DoormanClient::main))
                .containsExactly("Hello, stranger!");
    }

    @Test
    void loginClientPrintsTheAnswers() throws IOException {
        assertThat(printed(LoginServer.start("127.0.0.1:0"), LoginClient::main))
                .containsExactly("ann: logged in", "ann: logged in", "bob: refused", "cleo: logged in");
    }

    private static String[] printed(RpcServer server, ClientMain main) throws IOException {
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
