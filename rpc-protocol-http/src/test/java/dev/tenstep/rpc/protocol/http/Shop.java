package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The service that tests of Connect call. */
@RpcService("shop.Shop")
interface Shop {
    @Idempotent(sideEffects = false)
    Item find(long id) throws NoSuchItemException;

    Item put(Item item);

    /** Fails with that code. */
    void fail(int code);

    /** Never answers. */
    CompletionStage<Void> hold();

    Stream<Item> list(int count);

    int total(Stream<Item> items);

    /** Returns the names with the text before each. */
    Stream<String> label(String text, Stream<Item> items);

    /** An item. */
    record Item(long id, String name) {}

    /** The declared exception. */
    final class NoSuchItemException extends Exception {
        private static final long serialVersionUID = 1;
        private final long id;

        NoSuchItemException(String message, long id) {
            super(message);
            this.id = id;
        }

        public long id() {
            return id;
        }
    }

    /** The handler. */
    final class Handler implements Shop {
        @Override
        public Item find(long id) throws NoSuchItemException {
            if (id > 1000) {
                throw new NoSuchItemException("no item " + id, id);
            }
            String caller = CallContext.current().metadata().text("caller");
            if (caller != null) {
                CallContext.current().replyMetadata(Metadata.of("seen", caller));
                CallContext.current().trailers(Metadata.of("cost", "7").with("raw-bin", new byte[] {0, 1, -1}));
            }
            return new Item(id, "item " + id);
        }

        @Override
        public Item put(Item item) {
            return item;
        }

        @Override
        public void fail(int code) {
            throw new RpcException(StatusCode.of(code), "failed as wanted").withMetadata(Metadata.of("why", "wanted"));
        }

        @Override
        public CompletionStage<Void> hold() {
            return new CompletableFuture<>();
        }

        @Override
        public Stream<Item> list(int count) {
            CallContext.current().replyMetadata(Metadata.of("seen", "list"));
            CallContext.current().trailers(Metadata.of("cost", "7"));
            if (count < 0) {
                throw new RpcException(StatusCode.OUT_OF_RANGE, "a negative count");
            }
            return IntStream.range(0, count).mapToObj(i -> new Item(i, "item " + i));
        }

        @Override
        public int total(Stream<Item> items) {
            return items.mapToInt(item -> (int) item.id()).sum();
        }

        @Override
        public Stream<String> label(String text, Stream<Item> items) {
            return items.map(item -> text + item.name());
        }
    }
}
