package dev.tenstep.rpc.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * The suite for a protocol that shares a port with others. The protocol must be recognised however its beginning is
 * split, and whatever happens to one connection must stay with that connection. Addresses are {@code host:port}.
 *
 * <pre>{@code
 * final class LineProtocolTest implements ProtocolContract {
 *     public String address() {
 *         return "127.0.0.1:0";
 *     }
 *     public String protocol() {
 *         return "line";
 *     }
 *     ...
 * }
 * }</pre>
 */
public interface ProtocolContract extends KernelUnderTest {

    /** The service of the suite's servers. */
    @RpcService("ProtocolContract")
    interface Pieces {
        /** Returns the number plus one. */
        @NonBlocking
        int next(int number);

        /** Waits until it is released. */
        CompletableFuture<Integer> hold(byte[] bytes);
    }

    /** The handler. */
    final class PiecesHandler implements Pieces {
        private final CountDownLatch let = new CountDownLatch(1);
        private final Semaphore holding = new Semaphore(0);
        private final BlockingQueue<RpcException> cancelled = new LinkedBlockingQueue<>();

        /** Waits until that many more calls are held. */
        private void awaitHeld(int calls) throws InterruptedException {
            assertThat(holding.tryAcquire(calls, Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }

        /** Waits until a handler is told that its call was given up, and returns the reason. */
        private StatusCode awaitCancelled() throws InterruptedException {
            RpcException why = cancelled.poll(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(why).isNotNull();
            return why.code();
        }

        @Override
        public int next(int number) {
            return number + 1;
        }

        @Override
        public CompletableFuture<Integer> hold(byte[] bytes) {
            requireNonNull(CallContext.current()).cancellation().onCancel(cancelled::add);
            holding.release();
            try {
                let.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return CompletableFuture.completedFuture(bytes.length);
        }
    }

    /**
     * Returns all bytes that a client sends, from its first: one call of {@code ProtocolContract.next} with the
     * parameter 1, by the serializer {@code tiny} ({@link #parameters()}, {@link #fingerprint()}).
     */
    byte[] conversation();

    /** Returns all bytes that the server sends back, from its first; the result in them is {@link #result()}. */
    byte[] answer();

    /** Returns whether the protocol tells a server that nobody waits for a call any longer. */
    default boolean cancels() {
        return true;
    }

    /** Returns a server with one event loop, so that bytes sent before a call are read before its answer. */
    private RpcServer.Builder oneLoop(KernelSettings settings) {
        return server().settings(settings).handlers(1).queue(1000).service(Pieces.class, new PiecesHandler());
    }

    private KernelSettings limits(int maxUndecoded, int maxConnections) {
        return settings()
                .withMaxUndecoded(maxUndecoded)
                .withMaxConnections(maxConnections)
                .withEventLoops(1);
    }

    private static Socket connect(RpcServer server) throws IOException {
        String address = server.address();
        int colon = address.lastIndexOf(':');
        Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setSoTimeout((int) Eventually.LONG.toMillis());
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Test
    default void isRecognisedHoweverItsBeginningIsCut() throws IOException {
        byte[] sent = conversation();
        try (RpcServer server = oneLoop(limits(1 << 20, 1000)).start();
                RpcClient bystander = client(server).build()) {
            Pieces between = bystander.stub(Pieces.class);
            for (int cut = 1; cut < sent.length; cut++) {
                try (Socket socket = connect(server)) {
                    socket.getOutputStream().write(sent, 0, cut);
                    // Its answer comes from the event loop that has read the first part.
                    assertThat(between.next(cut)).isEqualTo(cut + 1);
                    socket.getOutputStream().write(sent, cut, sent.length - cut);
                    assertThat(socket.getInputStream().readNBytes(answer().length))
                            .as("the answer to a conversation cut at %s", cut)
                            .isEqualTo(answer());
                }
            }
        }
    }

    @Test
    default void clientThatLeavesAtAnyByteDisturbsNobody() throws IOException {
        byte[] sent = conversation();
        RpcServer server = oneLoop(limits(1 << 20, 1000)).start();
        try (RpcClient bystander = client(server).build()) {
            Pieces between = bystander.stub(Pieces.class);
            for (int cut = 0; cut <= sent.length; cut++) {
                try (Socket socket = connect(server)) {
                    socket.getOutputStream().write(sent, 0, cut);
                    // Alternate connections are reset rather than ended.
                    socket.setSoLinger(cut % 2 == 0, 0);
                }
                assertThat(between.next(cut)).isEqualTo(cut + 1);
            }
        } finally {
            server.close();
        }
        assertThat(server.unanswered()).isZero();
    }

    @Test
    default void peerThatSpeaksNothingKnownIsClosed() throws IOException {
        byte[] nothing = new byte[64];
        Arrays.fill(nothing, (byte) 0xff);
        try (RpcServer server = oneLoop(limits(1 << 20, 1000)).start();
                Socket socket = connect(server);
                RpcClient bystander = client(server).build()) {
            socket.getOutputStream().write(nothing);
            assertThat(endOf(socket)).isTrue();
            assertThat(bystander.stub(Pieces.class).next(1)).isEqualTo(2);
        }
    }

    /** Returns whether the server ends or resets the connection without having sent a byte. */
    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
        }
    }

    @Test
    default void connectionBeyondTheLimitIsToldSo() {
        try (RpcServer server = oneLoop(limits(1 << 20, 1)).start();
                RpcClient first = client(server).build();
                RpcClient second = client(server).build()) {
            assertThat(first.stub(Pieces.class).next(1)).isEqualTo(2);
            RpcException refused = failure(CompletableFuture.supplyAsync(
                    () -> second.stub(Pieces.class).next(1)));
            assertThat(refused.code()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(refused.notStarted()).isTrue();
            assertThat(refused.getMessage()).contains("1 connections, the most it accepts");
            assertThat(first.stub(Pieces.class).next(2)).isEqualTo(3);
        }
    }

    private static RpcException failure(CompletableFuture<?> call) {
        Object outcome = call.handle((value, thrown) ->
                        thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown)
                .join();
        assertThat(outcome).isInstanceOf(RpcException.class);
        return (RpcException) outcome;
    }

    @Test
    default void callsOfAServerThatIsKilledFailAndMayHaveBeenStarted() throws Exception {
        PiecesHandler handler = new PiecesHandler();
        RpcServer server =
                server().drain(Duration.ZERO).service(Pieces.class, handler).start();
        try (RpcClient client = client(server).build()) {
            CompletableFuture<Integer> held = client.stub(Pieces.class).hold(new byte[1]);
            handler.awaitHeld(1);
            server.close();
            RpcException failure = failure(held);
            assertThat(failure.code()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(failure.notStarted()).isFalse();
            assertThat(server.unanswered()).isEqualTo(1);
        } finally {
            handler.let.countDown();
            server.close();
        }
    }

    /** Starts a server that has room for two held calls and one more. */
    private RpcServer threeHandlers(PiecesHandler handler) {
        return server().handlers(3).queue(1000).service(Pieces.class, handler).start();
    }

    /** Returns a client of another protocol on the same port if there is one, and of this one if there is not. */
    private RpcClient neighbour(RpcServer server) {
        return client(server).protocol("tenstep").build();
    }

    /** Ends a held call before it is answered. */
    interface Ending {
        void end(RpcClient client, PiecesHandler handler) throws Exception;
    }

    /** Ends one of two held calls: its handler is told the reason, and no other call notices. */
    private void endOneOfTwo(StatusCode reason, Ending ending) throws Exception {
        PiecesHandler handler = new PiecesHandler();
        RpcServer server = threeHandlers(handler);
        try (RpcClient client = client(server).build();
                RpcClient neighbour = neighbour(server)) {
            CompletableFuture<Integer> kept = client.stub(Pieces.class).hold(new byte[2]);
            handler.awaitHeld(1);
            ending.end(client, handler);
            if (cancels()) {
                assertThat(handler.awaitCancelled()).isEqualTo(reason);
            }
            assertThat(neighbour.stub(Pieces.class).next(1)).isEqualTo(2);
            handler.let.countDown();
            assertThat(kept.join()).isEqualTo(2);
            assertThat(handler.cancelled).isEmpty();
        } finally {
            handler.let.countDown();
            server.close();
        }
        assertThat(server.unanswered()).isZero();
    }

    @Test
    default void deadlineEndsTheCallOnBothSidesAndNoOther() throws Exception {
        endOneOfTwo(StatusCode.DEADLINE_EXCEEDED, (client, handler) -> {
            CompletableFuture<Integer> late = client.stub(Pieces.class, CallOptions.deadline(Duration.ofMillis(300)))
                    .hold(new byte[1]);
            assertThat(failure(late).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        });
    }

    @Test
    default void cancellationReachesItsHandlerAndNoOther() throws Exception {
        endOneOfTwo(StatusCode.CANCELLED, (client, handler) -> {
            CompletableFuture<Integer> unwanted = client.stub(Pieces.class).hold(new byte[1]);
            handler.awaitHeld(1);
            unwanted.cancel(true);
        });
    }

    /** Calls until a call fails, since the server takes calls until it begins to drain; returns the failure. */
    private static RpcException awaitRefusal(RpcClient client) {
        AtomicReference<RpcException> refused = new AtomicReference<>();
        Eventually.until("a call is refused", () -> {
            try {
                client.stub(Pieces.class).next(1);
            } catch (RpcException e) {
                refused.set(e);
            }
            return refused.get() != null;
        });
        return refused.get();
    }

    @Test
    default void drainAnswersTheCallsOfEveryConnectionAndRefusesNewOnes() throws Exception {
        PiecesHandler handler = new PiecesHandler();
        RpcServer server = threeHandlers(handler);
        try (RpcClient client = client(server).build();
                RpcClient neighbour = neighbour(server)) {
            List<CompletableFuture<Integer>> held = List.of(
                    client.stub(Pieces.class).hold(new byte[1]),
                    neighbour.stub(Pieces.class).hold(new byte[2]));
            handler.awaitHeld(2);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
            for (RpcClient each : List.of(client, neighbour)) {
                RpcException refused = awaitRefusal(each);
                assertThat(refused.code()).isEqualTo(StatusCode.UNAVAILABLE);
                assertThat(refused.notStarted()).isTrue();
            }
            assertThat(closed).isNotDone();
            handler.let.countDown();
            assertThat(held.get(0).join()).isEqualTo(1);
            assertThat(held.get(1).join()).isEqualTo(2);
            closed.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
        } finally {
            handler.let.countDown();
            server.close();
        }
        assertThat(server.unanswered()).isZero();
    }

    @Test
    default void callsThatWaitUndecodedAreHeldBackOrRefused() {
        PiecesHandler handler = new PiecesHandler();
        int length = 50_000;
        try (RpcServer server = server().settings(limits(1 << 20, 1000))
                        .handlers(1)
                        .queue(1000)
                        .service(Pieces.class, handler)
                        .start();
                RpcClient client = client(server).build();
                RpcClient bystander = client(server).build()) {
            List<CompletableFuture<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(client.stub(Pieces.class).hold(new byte[length]));
            }
            assertThat(bystander.stub(Pieces.class).next(1)).isEqualTo(2);
            handler.let.countDown();
            int answered = 0;
            for (CompletableFuture<Integer> call : calls) {
                if (call.handle((value, thrown) -> thrown == null).join()) {
                    assertThat(call.join()).isEqualTo(length);
                    answered++;
                } else {
                    RpcException refused = failure(call);
                    assertThat(refused.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
                    assertThat(refused.notStarted()).isTrue();
                }
            }
            assertThat(answered).isPositive();
        }
    }

    /** Returns the parameters' message of {@link #conversation()}. */
    default byte[] parameters() {
        return ProtocolMessages.parameters();
    }

    /** Returns the fingerprint of the method of {@link #conversation()}. */
    default byte[] fingerprint() {
        return ProtocolMessages.fingerprint();
    }

    /** Returns the result's message of {@link #answer()}. */
    default byte[] result() {
        return ProtocolMessages.result();
    }
}
