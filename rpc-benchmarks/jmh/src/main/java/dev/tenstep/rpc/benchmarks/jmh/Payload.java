package dev.tenstep.rpc.benchmarks.jmh;

import dev.tenstep.rpc.benchmarks.jmh.orders.Order;
import dev.tenstep.rpc.benchmarks.jmh.orders.OrderSamples;
import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.Samples;
import dev.tenstep.rpc.benchmarks.users.User;

/** The message that is written and read. Public, since JMH's generated code names it. */
public enum Payload {
    /** The parameters of {@code exist}: one name. */
    EXIST(String.class),
    /** The parameters of {@code echo}: one user of twelve fields. */
    ECHO(User.class),
    /** The result of {@code page}: fifteen users. */
    PAGE(Page.class),
    /** The result of {@code Orders.find}: nested records, maps, enums, times, text in several scripts, a blob of 64 KB. */
    ORDER(Order.class);

    private final Class<?> type;

    Payload(Class<?> type) {
        this.type = type;
    }

    Class<?> type() {
        return type;
    }

    /** Returns the value of that number. */
    Object sample(int number) {
        return switch (this) {
            case EXIST -> Samples.name(number);
            case ECHO -> Samples.user(number);
            case PAGE -> Samples.page(Samples.pageNumber(number));
            case ORDER -> OrderSamples.order(number);
        };
    }
}
