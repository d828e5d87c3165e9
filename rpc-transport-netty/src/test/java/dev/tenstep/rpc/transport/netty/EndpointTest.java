package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.transport.netty.tenstep.Probe;
import dev.tenstep.rpc.transport.netty.tenstep.ProbeHandler;
import dev.tenstep.rpc.transport.netty.tenstep.Served;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests clients' targets and servers' addresses, valid and invalid. */
final class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9090, 127.0.0.1, 9090",
        "localhost:1, localhost, 1",
        "a_b-c.example:65535, a_b-c.example, 65535",
        "[::1]:9090, ::1, 9090",
        "[fe80::1%eth0]:9090, fe80::1%eth0, 9090",
        "bücher.example:80, bücher.example, 80"
    })
    void hostAndPort(String text, String host, int port) {
        assertThat(Endpoint.of(text, false)).isEqualTo(new Endpoint(null, host, port));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host:99999 | the port is 99999",
                "host:0 | the port is 0",
                "host:99999999999 | the port is 99999999999",
                ":9090 | there is no host",
                "a b:9090 | no host is called 'a b'",
                "user@host:9090 | no host is called 'user@host'",
                "host/path:9090 | no host is called 'host/path'",
                "*:9090 | no host is called '*'",
                "::1:9090 | it matches none of these",
                "[host]:9090 | no host is called '[host]'",
                "tcp:host:9090 | it matches none of these",
                "unix: | the path has 0 bytes, of 1..107"
            })
    void badTargetIsRefusedWhenTheClientIsBuilt(String target, String reason) {
        assertThatThrownBy(() ->
                        Served.client(target, KernelSettings.DEFAULT).build().close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint: " + target
                        + " (expected: host:port with a port in 1..65535, [ipv6]:port or unix:PATH; " + reason + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://x:1", "tcp://h:1", "host", "host:", "host:port", "inproc", "grpc://[::1]:1", "[::1]9090"
            })
    void unknownKindOfTargetIsRefusedWithTheKnownKinds(String target) {
        assertThatThrownBy(() ->
                        Served.client(target, KernelSettings.DEFAULT).build().close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("endpoint: " + target + " (expected: host:port or unix:PATH, with"
                        + " rpc-transport-netty on the class path, or inproc:NAME)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9,", ",127.0.0.1:9", "127.0.0.1:9,,127.0.0.1:10", " , "})
    void listWithAnEmptyEntryIsRefused(String target) {
        assertThatThrownBy(() ->
                        Served.client(target, KernelSettings.DEFAULT).build().close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("target: '" + target + "' (expected: an endpoint before and after each comma)");
    }

    private static RpcServer listening(String address, String transport) {
        return Served.server(address, KernelSettings.DEFAULT.withTransport(transport), new ProbeHandler())
                .start();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no.such.host.invalid:0 | unknown host no.such.host.invalid (expected: a name or address of this"
                        + " machine, or * for all interfaces)",
                "203.0.113.7:0 | assign requested address",
                "unix:/no/such/folder/socket | ",
            })
    void serverThatCannotListenSaysWhy(String address, String reason) {
        for (String transport : new String[] {"nio", "auto"}) {
            assertThatThrownBy(() -> listening(address, transport).close())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("cannot listen on " + address + ": ")
                    .hasMessageContaining(reason == null ? "irectory" : reason)
                    .hasMessageNotContaining("null");
        }
    }

    @Test
    void portInUseIsReported() {
        try (RpcServer first = listening("127.0.0.1:0", "auto")) {
            for (String transport : new String[] {"nio", "auto"}) {
                assertThatThrownBy(() -> listening(first.address(), transport).close())
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessageStartingWith("cannot listen on " + first.address() + ": ")
                        .hasMessageContaining("in use");
            }
        }
    }

    @Test
    void pathThatIsTooLongIsRefused(@TempDir Path folder) {
        String address = "unix:" + folder.resolve("s".repeat(108));
        assertThatThrownBy(() -> listening(address, "auto").close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes, of 1..107");
    }

    @ParameterizedTest
    @CsvSource({
        "*:0, nio",
        "*:0, auto",
        "0.0.0.0:0, auto",
        "'[::]:0', nio",
        "'[::]:0', auto",
    })
    void serverOnAllInterfacesIsReachedOnEach(String address, String transport) {
        try (RpcServer server = listening(address, transport)) {
            assertThat(server.address()).matches("127\\.0\\.0\\.1:\\d+");
            String port = server.address().substring(server.address().indexOf(':'));
            for (String host : new String[] {"127.0.0.1", "127.0.0.2", "localhost"}) {
                try (RpcClient client =
                        Served.client(host + port, KernelSettings.DEFAULT).build()) {
                    assertThat(client.stub(Probe.class).next(1)).isEqualTo(2);
                }
            }
        }
    }

    @Test
    void addressOfIpv6IsATarget() {
        assumeTrue(ipv6(), "no IPv6 here");
        try (RpcServer server = listening("[::1]:0", "auto");
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            assertThat(server.address()).matches("\\[0:0:0:0:0:0:0:1(%.*)?]:\\d+");
            assertThat(client.stub(Probe.class).next(1)).isEqualTo(2);
        }
    }

    private static boolean ipv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
