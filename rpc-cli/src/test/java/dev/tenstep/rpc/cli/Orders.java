package dev.tenstep.rpc.cli;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.RpcService;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The service that the tests call: all four kinds of calls, failures of both kinds, and metadata. */
@RpcService("shop.Orders")
interface Orders {

    /** A message with most kinds of fields. */
    @Message
    record Order(
            long id,
            @Nullable String name,
            State state,
            List<Item> items,
            Map<String, Integer> stock,
            Instant placed) {}

    /** A message in another, which has one of its own kind. */
    record Item(String name, @Nullable Item part) {}

    /** An enum. */
    enum State {
        OPEN,
        PAID
    }

    /** A declared exception. */
    final class NoSuchOrderException extends Exception {
        private static final long serialVersionUID = 1;
        private final long id;

        NoSuchOrderException(String message, long id) {
            super(message);
            this.id = id;
        }

        /** The number that no order has. */
        public long id() {
            return id;
        }
    }

    Order put(Order order);

    @Nullable
    Order find(long id) throws NoSuchOrderException;

    Stream<Long> count(long to);

    long sum(Stream<Long> numbers);

    Stream<String> echo(String prefix, Stream<String> words);

    void fail(String why);

    /** Serves it. */
    final class Shop implements Orders {
        @Override
        public Order put(Order order) {
            CallContext call = requireNonNull(CallContext.current());
            String who = call.metadata().text("who");
            if (who != null) {
                call.replyMetadata(Metadata.of("seen", who));
            }
            return order;
        }

        @Override
        public @Nullable Order find(long id) throws NoSuchOrderException {
            if (id == 0) {
                return null;
            }
            throw new NoSuchOrderException("there is no order " + id, id);
        }

        @Override
        public Stream<Long> count(long to) {
            return LongStream.range(0, to).boxed();
        }

        @Override
        public long sum(Stream<Long> numbers) {
            return numbers.mapToLong(Long::longValue).sum();
        }

        @Override
        public Stream<String> echo(String prefix, Stream<String> words) {
            return words.map(prefix::concat);
        }

        @Override
        public void fail(String why) {
            throw new RpcException(StatusCode.FAILED_PRECONDITION, why).withMetadata(Metadata.of("hint", "later"));
        }
    }
}
