package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.CANCELLED;
import static dev.tenstep.rpc.call.StatusCode.RESOURCE_EXHAUSTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests peers that do not read, or send more than can be decoded: the memory held for them is bounded. */
final class MemoryTest {
    private static final int MIB = 1 << 20;
    private static final int REPLY = 4;
    private static final int ERROR = 5;
    private static final int CHUNK = 6;

    /** More than a socket's buffers on both sides can grow to. */
    private static final int SOCKET_BUFFERS = 16 * MIB;

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    private final ProbeHandler handler = new ProbeHandler();

    private RpcServer server(KernelSettings settings) {
        return Served.server(settings, handler).start();
    }

    @Test
    void serverStopsReadingRequestsWhileTheClientDoesNotReadReplies() throws IOException {
        int requests = 60;
        try (RpcServer server = server(KernelSettings.DEFAULT);
                RawPeer client = RawPeer.client(server.address())) {
            client.send(Frames.declare().number(0).method("Probe.textAtOnce").build());
            for (int i = 0; i < requests; i++) {
                client.send(Frames.request()
                        .method(0)
                        .call(i)
                        .message(Bytes.tinyParameters(MIB))
                        .build());
            }
            int most = (KernelSettings.DEFAULT.maxUnwritten() + SOCKET_BUFFERS) / MIB + 1;
            Eventually.until("the server has filled its buffers", () -> handler.started() >= 8);
            // Another connection has been served meanwhile, so this one was checked as well.
            try (RawPeer other = RawPeer.client(server.address())) {
                other.send(
                        Frames.declare().number(0).method("Probe.next").build(),
                        Frames.request()
                                .method(0)
                                .call(1)
                                .message(Bytes.tinyParameters(1))
                                .build());
                other.read(REPLY);
            }
            assertThat(handler.started()).isBetween(9, most + 1);

            assertThat(answered(client, requests)).hasSize(requests);
            assertThat(handler.started()).isEqualTo(requests + 1);
        }
    }

    /** Reads long replies until that many calls have been answered, and returns their ids. */
    private static Set<Integer> answered(RawPeer client, int calls) throws IOException {
        Map<Integer, Integer> missing = new HashMap<>();
        Set<Integer> answered = new HashSet<>();
        while (answered.size() < calls) {
            RawPeer.Frame frame = client.read();
            assertThat(frame.type()).as("type of %s", frame).isIn(REPLY, CHUNK);
            boolean first = frame.type() == REPLY;
            int call = frame.u32(first ? 1 : 0);
            int left = (first ? frame.u32(5) : missing.get(call)) - frame.from(first ? 9 : 4).length;
            missing.put(call, left);
            if (left == 0) {
                answered.add(call);
            }
        }
        return answered;
    }

    @Test
    void callsWhoseResultsCannotBeWrittenWaitForTheClientToRead() throws IOException {
        int requests = 200;
        try (RpcServer server = server(KernelSettings.DEFAULT);
                RawPeer deaf = RawPeer.narrow(server.address())) {
            deaf.send(Bytes.PREFACE, Frames.hello().build());
            deaf.send(Frames.declare().number(0).method("Probe.text").build());
            Bytes all = new Bytes();
            for (int i = 0; i < requests; i++) {
                all.raw(Frames.request()
                        .method(0)
                        .call(i)
                        .message(Bytes.tinyParameters(MIB))
                        .build());
            }
            deaf.send(all.array());
            Eventually.until("the maximum of calls has begun", () -> handler.started() >= 8);
            try (RawPeer other = RawPeer.client(server.address())) {
                other.send(Frames.declare().number(0).method("Probe.next").build());
                for (int i = 0; i < 300; i++) {
                    other.send(Frames.request()
                            .method(0)
                            .call(i)
                            .message(Bytes.tinyParameters(1))
                            .build());
                    other.read(REPLY);
                }
            }
            assertThat(handler.started() - 300).isLessThan(requests / 2);

            deaf.readPreface();
            deaf.read(1);
            assertThat(answered(deaf, requests)).hasSize(requests);
        }
    }

    @Test
    void cancelStopsTheRestOfALongReply() throws IOException {
        int length = 64 * MIB;
        KernelSettings settings =
                KernelSettings.DEFAULT.withMaxMessage(2 * length).withMaxUnwritten(4 * length);
        try (RpcServer server = server(settings);
                RawPeer client = RawPeer.connect(server.address())) {
            client.send(
                    Bytes.PREFACE,
                    Frames.hello().maxMessage(2L * length).maxInFlight(10).build(),
                    Frames.declare().number(0).method("Probe.text").build(),
                    Frames.request()
                            .method(0)
                            .call(5)
                            .message(Bytes.tinyParameters(length))
                            .build());
            client.readPreface();
            client.read(1);
            RawPeer.Frame first = client.read(REPLY);
            assertThat(first.u32(5)).isGreaterThan(length);

            client.send(Frames.cancel().call(5).build());
            long got = 0;
            RawPeer.Frame last = client.read();
            for (; last.type() == CHUNK; last = client.read()) {
                got += last.from(4).length;
            }

            assertThat(last.type()).isEqualTo(ERROR);
            assertThat(last.u32(1)).isEqualTo(5);
            assertThat(last.u8(5)).isEqualTo(CANCELLED.number());
            assertThat(got).isLessThan(length / 2);
        }
    }

    @Test
    void queuedCallsWaitUpToTheUnwrittenLimit() throws Exception {
        KernelSettings settings = KernelSettings.DEFAULT.withMaxInFlight(1).withMaxUnwritten(64 << 10);
        String kibibyte = "x".repeat(1024);
        try (RpcServer server = server(KernelSettings.DEFAULT);
                RpcClient client = Served.client(server.address(), settings).build()) {
            Probe probe = client.stub(Probe.class);
            List<CompletionStage<Integer>> waiting = new ArrayList<>();
            CompletionStage<Integer> first = probe.holdLater(1);
            Eventually.until("the only call in flight is held", () -> handler.holding() == 1);
            for (int i = 0; i < 200; i++) {
                waiting.add(probe.lengthLater(kibibyte));
            }
            Outcome.of(probe.lengthLater(kibibyte))
                    .notStarted()
                    .is(RESOURCE_EXHAUSTED)
                    .contains("65536 bytes");

            handler.letGo();
            assertThat(first.toCompletableFuture().get(30, TimeUnit.SECONDS)).isEqualTo(1);
            long answered = 0;
            for (CompletionStage<Integer> stage : waiting) {
                answered += stage.handle((length, failure) -> failure == null ? 1 : 0)
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
            }
            assertThat(answered).isBetween(40L, 140L);
        }
    }
}
