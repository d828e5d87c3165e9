package acme;

import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.Reserved;
import dev.tenstep.rpc.contract.RpcMethod;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.Wire;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

public final class Shop {
    @RpcService("acme.shop.Orders")
    public interface Orders {
        Order find(long id) throws NoSuchOrderException;

        Stream<Order> search(String text, int limit);

        int total(Stream<Item> items);

        void remove(Query query);
    }

    public enum Status {
        OPEN,
        PAID,
        SENT
    }

    public sealed interface Payment permits Card, Cash {}

    public record Card(String number) implements Payment {}

    public record Cash(int cents) implements Payment {}

    @Message
    public record Query(long id, boolean forGood) {}

    public record Item(String name, int count, long price) {}

    public record Order(
            long id,
            List<Item> items,
            Map<String, Integer> counts,
            Status status,
            Payment payment,
            Integer discount) {}

    public static final class NoSuchOrderException extends Exception {
        private final long id;

        public NoSuchOrderException(String message, long id) {
            super(message);
            this.id = id;
        }

        public long id() {
            return id;
        }
    }
}
