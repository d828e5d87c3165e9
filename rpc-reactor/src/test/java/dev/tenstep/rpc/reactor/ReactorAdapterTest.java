package dev.tenstep.rpc.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reactor's types in an interface: all kinds of call, cold, and cancelled with the subscription. */
@Timeout(60)
final class ReactorAdapterTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final AtomicInteger NAMES = new AtomicInteger();

    @RpcService
    interface Numbers {
        Mono<Integer> next(int number);

        Mono<Void> nothing();

        Mono<Integer> never();

        Flux<Integer> from(int first, int count);

        Mono<Long> sum(Flux<Integer> numbers);

        Flux<Integer> negated(Flux<Integer> numbers);

        Flux<Integer> forever();
    }

    private static final class NumbersHandler implements Numbers {
        private final AtomicInteger calls = new AtomicInteger();
        private final CompletableFuture<RpcException> cancelled = new CompletableFuture<>();
        private final CompletableFuture<Boolean> subscribed = new CompletableFuture<>();
        private final CompletableFuture<Boolean> monoCancelled = new CompletableFuture<>();

        @Override
        public Mono<Integer> next(int number) {
            calls.incrementAndGet();
            return number < 0
                    ? Mono.error(new RpcException(StatusCode.OUT_OF_RANGE, "negative"))
                    : Mono.just(number + 1);
        }

        @Override
        public Mono<Void> nothing() {
            return Mono.empty();
        }

        @Override
        public Mono<Integer> never() {
            return Mono.<Integer>never()
                    .doOnSubscribe(to -> subscribed.complete(CallContext.current() != null))
                    .doOnCancel(() -> monoCancelled.complete(true));
        }

        @Override
        public Flux<Integer> from(int first, int count) {
            return Flux.range(first, count);
        }

        @Override
        public Mono<Long> sum(Flux<Integer> numbers) {
            return numbers.reduce(0L, Long::sum);
        }

        @Override
        public Flux<Integer> negated(Flux<Integer> numbers) {
            return numbers.map(n -> -n);
        }

        @Override
        public Flux<Integer> forever() {
            Objects.requireNonNull(CallContext.current()).cancellation().onCancel(cancelled::complete);
            return Flux.range(0, Integer.MAX_VALUE);
        }
    }

    private final NumbersHandler handler = new NumbersHandler();
    private RpcServer server;
    private RpcClient client;
    private Numbers numbers;

    @BeforeEach
    void connect() {
        server = RpcServer.builder()
                .listen("inproc:reactor-" + NAMES.incrementAndGet())
                .serializer(new TinySerializer())
                .service(Numbers.class, handler)
                .start();
        client = RpcClient.builder()
                .to(server.address())
                .serializer(new TinySerializer())
                .build();
        numbers = client.stub(Numbers.class);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void eachSubscriptionOfAMonoMakesACall() {
        Mono<Integer> next = numbers.next(41);
        assertThat(handler.calls).hasValue(0);
        assertThat(next.block(LONG)).isEqualTo(42);
        assertThat(next.block(LONG)).isEqualTo(42);
        assertThat(handler.calls).hasValue(2);
        assertThat(numbers.nothing().block(LONG)).isNull();
        assertThatThrownBy(() -> numbers.next(-1).block(LONG))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.OUT_OF_RANGE));
    }

    @Test
    void fluxesStreamInBothDirections() {
        assertThat(numbers.from(5, 10_000).collectList().block(LONG))
                .isEqualTo(Flux.range(5, 10_000).collectList().block());
        assertThat(numbers.sum(Flux.range(1, 1000)).block(LONG)).isEqualTo(500_500);
        assertThat(numbers.negated(Flux.just(1, 2, 3)).collectList().block(LONG))
                .isEqualTo(List.of(-1, -2, -3));
    }

    @Test
    void cancelledMonoCancelsTheHandlersWhichSeesItsCall() throws Exception {
        Disposable call = numbers.never().subscribe();
        assertThat(handler.subscribed.get(30, TimeUnit.SECONDS)).isTrue();
        call.dispose();
        assertThat(handler.monoCancelled.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancelledFluxCancelsTheCall() throws Exception {
        assertThat(numbers.forever().take(3).collectList().block(LONG)).containsExactly(0, 1, 2);
        assertThat(handler.cancelled.get(30, TimeUnit.SECONDS).code()).isEqualTo(StatusCode.CANCELLED);
    }
}
