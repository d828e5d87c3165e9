package dev.tenstep.rpc.protocol.netrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A server, its connections and what becomes of their calls. */
final class NetrpcServerTest {
    private final BlockingQueue<RpcException> told = new LinkedBlockingQueue<>();
    private final AtomicInteger held = new AtomicInteger();
    private final CompletableFuture<Integer> answer = new CompletableFuture<>();

    @RpcService("Shop")
    interface Shop {
        CompletableFuture<Integer> hold(int number);

        BigDecimal price(int number);

        int sell(String what) throws SoldOut;
    }

    /** The part that a client can call in gob. */
    @RpcService("Shop")
    interface Holding {
        CompletableFuture<Integer> hold(int number);
    }

    /** Declared. */
    static final class SoldOut extends Exception {
        private static final long serialVersionUID = 1;

        SoldOut(String message) {
            super(message);
        }
    }

    private final class ShopAtHome implements Shop {
        @Override
        public CompletableFuture<Integer> hold(int number) {
            Objects.requireNonNull(CallContext.current()).cancellation().onCancel(told::add);
            held.incrementAndGet();
            return answer;
        }

        @Override
        public BigDecimal price(int number) {
            return BigDecimal.ONE;
        }

        @Override
        public int sell(String what) throws SoldOut {
            throw new SoldOut(what);
        }
    }

    private RpcServer.Builder builder() {
        return RpcServer.builder()
                .listen("127.0.0.1:0")
                .drain(Duration.ZERO)
                .serializer(new TinySerializer())
                .service(Shop.class, new ShopAtHome());
    }

    @Test
    void handlerIsToldThatTheConnectionIsGone() throws IOException, InterruptedException {
        try (RpcServer server = builder().start()) {
            try (RawClient client = new RawClient(server)) {
                client.hex(GobBytes.begin().head("Shop.Hold", 1).number(1).toString());
                Eventually.until("it is held", () -> held.get() == 1);
            }
            RpcException why = told.poll(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(why).isNotNull();
            assertThat(why.code()).isEqualTo(StatusCode.UNAVAILABLE);
        }
    }

    @Test
    void requestThatIsNoGobEndsNoCallBeforeIt() throws IOException {
        try (RpcServer server = builder().start();
                RawClient client = new RawClient(server)) {
            client.hex(GobBytes.begin().head("Shop.Hold", 1).number(1).hex("00").toString());
            Eventually.until("it is held", () -> held.get() == 1);
            answer.complete(5);
            GobReplies replies = client.replies();
            assertThat(replies.next()).isEqualTo("Shop.Hold 1");
            assertThatThrownBy(replies::next).isInstanceOf(EOFException.class);
            assertThat(told).isEmpty();
        }
    }

    @Test
    void methodThatGobCannotCarryIsRefusedWithTheReasonWhenItIsCalled() throws IOException {
        try (RpcServer server = builder().start();
                RawClient client = new RawClient(server)) {
            client.hex(GobBytes.begin().head("Shop.Price", 1).number(1).toString());
            assertThat(client.replies().next())
                    .startsWith("Shop.Price 1: rpc: can't find method Shop.Price: the serializer gob does not carry"
                            + " BigDecimal at result (expected: a type in the table");
        }
    }

    @Test
    void methodThatGobCannotCarryIsRefusedAtOnceIfTheServerIsForGob() {
        RpcServer.Builder forGob = builder().serializer("gob");
        assertThatThrownBy(forGob::start)
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("the serializer gob does not carry BigDecimal at result")
                .hasMessageContaining("for method Shop.price");
    }

    @Test
    void declaredExceptionIsItsTextOrElseItsName() throws IOException {
        try (RpcServer server = builder().start();
                RawClient client = new RawClient(server)) {
            client.hex(GobBytes.begin()
                    .head("Shop.Sell", 1)
                    .message("0c 00 03 746561")
                    .toString());
            GobReplies replies = client.replies();
            assertThat(replies.next()).isEqualTo("Shop.Sell 1: tea");
            client.hex(new GobBytes().head("Shop.Sell", 2).message("0c 00 00").toString());
            assertThat(replies.next()).isEqualTo("Shop.Sell 2: SoldOut");
        }
    }

    @Test
    void clientLeavesAServerThatDoesNotAnswerWhatWasGivenUp() {
        try (RpcServer server = builder().start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .protocol("netrpc")
                        .serializer("gob")
                        .settings(settings -> settings.withMaxInFlight(4))
                        .build()) {
            Holding hasty = client.stub(Holding.class, CallOptions.deadline(Duration.ofMillis(200)));
            Stream.generate(() -> hasty.hold(1)).limit(4).toList().forEach(late -> assertThat(late)
                    .failsWithin(Eventually.LONG));
            Eventually.until("the server learns of it", () -> told.size() == 4);
            CompletableFuture<Integer> next = hasty.hold(1);
            Eventually.until("another connection carries calls", () -> held.get() == 5);
            assertThat(next).failsWithin(Eventually.LONG);
        }
    }
}
