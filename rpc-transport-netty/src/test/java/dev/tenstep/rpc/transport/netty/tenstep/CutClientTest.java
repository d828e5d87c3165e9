package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a client whose connection is cut, at any point, leaves nothing behind: its place is free again. */
final class CutClientTest {
    private static final byte[] ONE = Bytes.tinyParameters(1);
    private static final int TIMES = 10;
    /** Fewer than are cut, so that connections that are not released soon keep all others out. */
    private static final KernelSettings FEW = KernelSettings.DEFAULT.withMaxConnections(TIMES / 2);

    @RegisterExtension
    static final Served SERVED = new Served(FEW);

    private interface Beginning {
        void with(RawPeer client) throws IOException;
    }

    /** A point of the conversation at which the client is cut. */
    private record Stage(String name, Beginning beginning) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Stage> stages() {
        return List.of(
                new Stage("before anything", client -> {}),
                new Stage("in the preface", client -> client.send(Arrays.copyOf(Bytes.PREFACE, 3))),
                new Stage(
                        "in the hello",
                        client -> client.send(
                                Bytes.PREFACE, Arrays.copyOf(Frames.hello().build(), 10))),
                new Stage("after the hello", CutClientTest::greet),
                new Stage("in a request's frame", client -> {
                    greet(client);
                    byte[] request =
                            Frames.request().method(0).call(1).message(ONE).build();
                    client.send(
                            Frames.declare().number(0).method("Probe.next").build(),
                            Arrays.copyOf(request, request.length - 1));
                }),
                new Stage("between a request's chunks", client -> {
                    greet(client);
                    client.send(
                            Frames.declare().number(0).method("Probe.length").build(),
                            Frames.request()
                                    .method(0)
                                    .call(1)
                                    .chunkedOf(1 << 20)
                                    .message(new byte[1000])
                                    .build(),
                            Frames.chunk().call(1).message(new byte[1000]).build());
                }),
                new Stage("while the handler runs", client -> {
                    greet(client);
                    client.send(
                            Frames.declare().number(0).method("Probe.hold").build(),
                            Frames.request().method(0).call(1).message(ONE).build());
                    Eventually.until("the handler runs", () -> SERVED.handler().holding() == 1);
                }),
                new Stage("in the reply", client -> {
                    greet(client);
                    client.send(
                            Frames.declare().number(0).method("Probe.text").build(),
                            Frames.request()
                                    .method(0)
                                    .call(1)
                                    .message(Bytes.tinyParameters(4_000_000))
                                    .build());
                    assertThat(client.readBytes(1000)).hasSize(1000);
                }));
    }

    private static void greet(RawPeer client) throws IOException {
        client.send(Bytes.PREFACE, Frames.hello().build());
        client.readPreface();
        client.read(1);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void resetFreesItsPlace(Stage stage) throws IOException {
        for (int i = 0; i < TIMES; i++) {
            try (RawPeer client = RawPeer.connect(SERVED.address())) {
                stage.beginning.with(client);
                client.reset();
            }
            expectPlace();
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void orderlyCloseFreesItsPlace(Stage stage) throws IOException {
        for (int i = 0; i < TIMES; i++) {
            try (RawPeer client = RawPeer.connect(SERVED.address())) {
                stage.beginning.with(client);
                client.socket().shutdownOutput();
                client.readToEnd();
            }
            expectPlace();
        }
    }

    private static void expectPlace() {
        SERVED.handler().letGo();
        Eventually.until("no handler is held", () -> SERVED.handler().holding() == 0);
        Eventually.until("there is a place", CutClientTest::served);
    }

    /** Returns whether a new connection is served. */
    private static boolean served() {
        try (RawPeer client = RawPeer.connect(SERVED.address())) {
            client.send(Bytes.PREFACE, Frames.hello().build());
            client.readPreface();
            if (client.read().type() != 1) {
                return false;
            }
            client.send(
                    Frames.declare().number(0).method("Probe.next").build(),
                    Frames.request().method(0).call(1).message(ONE).build());
            assertThat(client.read(4).fields())
                    .isEqualTo(new Bytes().u8(0).u32(1).raw(Bytes.tiny(2)).array());
            return true;
        } catch (EOFException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
