package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.transport.netty.Pki;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests of a client and a server of {@link Texts} in some language, with ours at the other end. With TLS, both get
 * the files of an authority, a certificate and its key; a client without a certificate gets the first alone, and a
 * server that asks for none gets {@code -} in its place.
 */
@Timeout(120)
interface TextsContract {
    /** Returns the command of the client; a target and the files follow. */
    List<String> client();

    /** Returns the command of the server; a port, 0 for any free one, and the files follow. */
    List<String> server();

    @Test
    default void clientInPlaintext() throws Exception {
        TextsHandler handler = new TextsHandler();
        try (RpcServer server = serve(handler, null)) {
            assertThat(Program.run(Program.command(client(), server.address()))).contains("all as expected");
        }
        assertThat(handler.ended())
                .containsExactly(StatusCode.DEADLINE_EXCEEDED, StatusCode.CANCELLED, StatusCode.CANCELLED);
    }

    @Test
    default void clientWithTls(@TempDir Path folder) throws Exception {
        Pki pki = new Pki(folder, "a");
        try (RpcServer server = serve(new TextsHandler(), pki.issue("server"))) {
            String target = "localhost" + server.address().replaceFirst(".*:", ":");
            assertThat(Program.run(
                            Program.command(client(), target, pki.certificates().toString())))
                    .contains("all as expected");
        }
    }

    @Test
    default void clientWithMutualTls(@TempDir Path folder) throws Exception {
        Pki pki = new Pki(folder, "a");
        TlsOptions mutual = pki.issue("server").withAuthorities(pki.certificates());
        pki.issue("client");
        try (RpcServer server = serve(new TextsHandler(), mutual)) {
            assertThat(Program.run(withFiles(client(), server.address(), folder, "client")))
                    .contains("all as expected");
        }
    }

    @Test
    default void serverInPlaintext() throws Exception {
        try (Program server = Program.start(Program.command(server(), "0"))) {
            ForeignServer.isAsExpected(to(server));
        }
    }

    @Test
    default void serverWithTls(@TempDir Path folder) throws Exception {
        Pki pki = new Pki(folder, "a");
        pki.issue("server");
        List<String> command =
                Program.command(server(), "0", "-", folder + "/a-server.pem", folder + "/a-server-key.pem");
        try (Program server = Program.start(command)) {
            ForeignServer.isAsExpected(to(server).tls(pki.trusting()));
        }
    }

    @Test
    default void serverWithMutualTls(@TempDir Path folder) throws Exception {
        Pki pki = new Pki(folder, "a");
        pki.issue("server");
        TlsOptions known = pki.issue("client").withAuthorities(pki.certificates());
        try (Program server = Program.start(withFiles(server(), "0", folder, "server"))) {
            ForeignServer.refuses(to(server).tls(pki.trusting()));
            ForeignServer.isAsExpected(to(server).tls(known));
        }
    }

    private static RpcServer serve(TextsHandler handler, @Nullable TlsOptions tls) {
        RpcServer.Builder builder = RpcServer.builder().listen("127.0.0.1:0").service(Texts.class, handler);
        return tls == null ? builder.start() : builder.tls(tls).start();
    }

    private static RpcClient.Builder to(Program server) {
        return RpcClient.builder().to(server.awaitAddress()).protocol("grpc");
    }

    private static List<String> withFiles(List<String> command, String first, Path folder, String subject) {
        return Program.command(
                command,
                first,
                folder + "/a-ca.pem",
                folder + "/a-" + subject + ".pem",
                folder + "/a-" + subject + "-key.pem");
    }
}
