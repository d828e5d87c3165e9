package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Serializer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Two peers with a number of a wider type, or of one that may be null, on one side. A server refuses the peer's
 * types, or each value is read correctly, or it is an error. No value turns into another, and no 0 into null.
 */
interface SerializerEvolution {

    Serializer serializer();

    /** Returns whether peers may have different types: a difference is then detected, or they read what they can. */
    default boolean endsMayDiffer() {
        return true;
    }

    /** A value of each type, as a parameter, a field of one, a result and a field of one. */
    interface Carries {
        record Ints(int number, List<Integer> all) {}

        record Integers(@Nullable Integer number, List<Integer> all) {}

        record Longs(long number, List<Long> all) {}

        record BoxedLongs(@Nullable Long number, List<Long> all) {}

        @RpcService("carries")
        interface AnInt {
            int plain(int number);

            Ints whole(Ints whole);
        }

        @RpcService("carries")
        interface AnInteger {
            @Nullable
            Integer plain(@Nullable Integer number);

            Integers whole(Integers whole);
        }

        @RpcService("carries")
        interface ALong {
            long plain(long number);

            Longs whole(Longs whole);
        }

        @RpcService("carries")
        interface ABoxedLong {
            @Nullable
            Long plain(@Nullable Long number);

            BoxedLongs whole(BoxedLongs whole);
        }
    }

    /** One peer: the way it puts a number into a record and gets it out again. */
    record End(Class<?> type, UnaryOperator<@Nullable Object> whole, UnaryOperator<@Nullable Object> number) {
        MethodContract method(String name) {
            return Objects.requireNonNull(ServiceContract.of(type).method(name));
        }

        @Override
        public String toString() {
            return type.getSimpleName();
        }
    }

    private static List<End> ends() {
        return List.of(
                new End(
                        Carries.AnInt.class,
                        n -> new Carries.Ints((Integer) n, List.of((Integer) n)),
                        w -> ((Carries.Ints) w).number()),
                new End(
                        Carries.AnInteger.class,
                        n -> new Carries.Integers((Integer) n, List.of()),
                        w -> ((Carries.Integers) w).number()),
                new End(Carries.ALong.class, n -> new Carries.Longs((Long) n, List.of((Long) n)), w -> ((Carries.Longs)
                                w)
                        .number()),
                new End(
                        Carries.ABoxedLong.class,
                        n -> new Carries.BoxedLongs((Long) n, List.of()),
                        w -> ((Carries.BoxedLongs) w).number()));
    }

    @TestFactory
    default Stream<DynamicTest> numberIsReadAsItselfByAPeerWithAnotherType() {
        assumeTrue(endsMayDiffer());
        return ends().stream().flatMap(client -> ends().stream()
                .map(server -> dynamicTest(client + " calls " + server, () -> {
                    for (String method : List.of("plain", "whole")) {
                        cross(client, server, method);
                    }
                })));
    }

    private void cross(End client, End server, String method) throws Exception {
        MethodContract asked = client.method(method);
        MethodContract served = server.method(method);
        byte[] fingerprint = serializer().fingerprint(asked);
        if (!Arrays.equals(fingerprint, serializer().fingerprint(served))
                && serializer().skew(served, fingerprint) != null) {
            return;
        }
        boolean whole = method.equals("whole");
        for (Object sent : values(client)) {
            Object parameter = whole ? client.whole().apply(sent) : sent;
            byte[] message = MessageProbe.parameters(serializer(), asked).encode(new Object[] {parameter});
            MessageProbe reader = MessageProbe.parameters(serializer(), served);
            check(server, sent, () -> number(server, whole, ((Object[]) reader.decode(message))[0]));
        }
        for (Object sent : values(server)) {
            Object result = whole ? server.whole().apply(sent) : sent;
            byte[] message = MessageProbe.result(serializer(), served).encode(result);
            MessageProbe reader = MessageProbe.result(serializer(), asked);
            check(client, sent, () -> number(client, whole, reader.decode(message)));
        }
    }

    private static @Nullable Object number(End end, boolean whole, @Nullable Object read) {
        return whole ? end.number().apply(read) : read;
    }

    private static List<@Nullable Object> values(End end) {
        return switch (end.toString()) {
            case "AnInt" -> List.of(0, -1, 7, Integer.MAX_VALUE);
            case "AnInteger" -> Arrays.asList(0, -1, 7, null);
            case "ALong" -> List.of(0L, -1L, 7L, 1L << 31, 3_000_000_000L, Long.MIN_VALUE);
            default -> Arrays.asList(0L, -1L, 7L, 1L << 32, null);
        };
    }

    /**
     * Checks that the number is the same, or an error if it does not fit. A null that a primitive cannot hold is 0 or
     * an error.
     */
    private static void check(End reader, @Nullable Object sent, Callable<@Nullable Object> read) {
        Object found;
        try {
            found = read.call();
        } catch (Exception e) {
            boolean fits = sent != null && ((Number) sent).intValue() == ((Number) sent).longValue();
            assertThat(fits).as("%s at %s is refused: %s", sent, reader, e).isFalse();
            return;
        }
        if (sent == null && found != null) {
            assertThat(((Number) found).longValue()).as("null at %s", reader).isZero();
        } else {
            assertThat(found == null ? null : (Object) ((Number) found).longValue())
                    .as("%s at %s", sent, reader)
                    .isEqualTo(sent == null ? null : ((Number) sent).longValue());
        }
    }
}
