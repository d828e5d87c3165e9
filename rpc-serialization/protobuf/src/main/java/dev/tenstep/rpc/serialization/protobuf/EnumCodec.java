package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.EnumModel;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The codec of an enum by its constants' numbers; 0 is null.
 *
 * @param numbers by ordinal
 * @param sorted the numbers in ascending order
 * @param constants in the order of {@code sorted}
 */
@SuppressWarnings("ArrayRecordComponent") // a record, so that HotSpot trusts its fields; nobody compares it
record EnumCodec(String name, int[] numbers, int[] sorted, Enum<?>[] constants, @Nullable Enum<?> fallback)
        implements ValueCodec {

    static EnumCodec of(EnumModel model) {
        int n = model.constants().size();
        int[] numbers = model.numbers().stream().mapToInt(i -> i).toArray();
        int[] sorted = numbers.clone();
        Arrays.sort(sorted);
        Enum<?>[] constants = new Enum<?>[n];
        for (int i = 0; i < n; i++) {
            constants[Arrays.binarySearch(sorted, numbers[i])] =
                    model.constants().get(i);
        }
        return new EnumCodec(model.typeName(), numbers, sorted, constants, model.fallback());
    }

    @Override
    public int wireType() {
        return WireInput.VARINT;
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // never leaves this class
    public int write(Object value, MessageOutput out, int p, int depth) {
        return WireOutput.varint(out.array(), p, numbers[((Enum<?>) value).ordinal()]);
    }

    @Override
    public @Nullable Object read(byte[] a, int start, int end, int depth) throws Throwable {
        int number = (int) WireInput.varint(a, start, end);
        int likely = number - 1;
        if (likely >= 0 && likely < sorted.length && sorted[likely] == number) {
            return constants[likely];
        }
        return number == 0 ? null : find(number);
    }

    private Object find(int number) throws MalformedMessageException {
        int i = Arrays.binarySearch(sorted, number);
        if (i >= 0) {
            return constants[i];
        }
        if (fallback == null) {
            throw new MalformedMessageException(
                    "the number " + number + " for " + name + " (expected: one of " + Arrays.toString(sorted) + ")");
        }
        return fallback;
    }

    @Override
    public @Nullable Object absent() {
        return null;
    }
}
