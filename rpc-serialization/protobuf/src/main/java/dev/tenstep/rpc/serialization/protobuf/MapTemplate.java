package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds a map: protobuf's map, a repeated message of {@code key = 1} and {@code value = 2}. An entry
 * that leaves one out means the type's default. Protobuf lets the last of several entries with the same key win. Here
 * that is an error, since the others would be lost. A template, loaded again for each field.
 */
final class MapTemplate implements FieldCodec {

    /**
     * The data that the template is filled with.
     *
     * @param entry writes a {@link Map.Entry} and reads one, with null for what is left out
     * @param site for errors: {@code User.scores}
     */
    record Plan(int tag, MessageValue entry, ValueCodec key, ValueCodec value, MapModel.Rules rules, String site) {}

    private static final Plan PLAN = ClassData.of(MethodHandles.lookup(), Plan.class);
    private static final int TAG = PLAN.tag();
    private static final MessageValue ENTRY = PLAN.entry();

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public int write(@Nullable Object value, MessageOutput out, int start, int depth) throws Throwable {
        if (value == null) {
            return start;
        }
        String flaw = PLAN.rules().flaw(value);
        if (flaw != null) {
            throw new UnwritableValueException(PLAN.site() + ": " + flaw);
        }
        int p = start;
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            if (entry.getKey() == null || entry.getValue() == null) {
                throw new UnwritableValueException(PLAN.site() + ": a " + (entry.getKey() == null ? "key" : "value")
                        + " is null (expected: no null keys and no null values)");
            }
            p = ENTRY.write(entry, out, WireOutput.tag(out.array(), p, TAG), depth);
        }
        return p;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object read(int tag, @Nullable Object held, byte[] a, long span, int end, int depth) throws Throwable {
        Map<Object, Object> map = held == null ? PLAN.rules().maker().apply(4) : (Map<Object, Object>) held;
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) ENTRY.read(a, WireInput.start(span), WireInput.end(span), depth);
        if (entry != null) {
            Object key = part(entry.getKey(), PLAN.key());
            if (map.put(key, part(entry.getValue(), PLAN.value())) != null) {
                throw new MalformedMessageException(
                        PLAN.site() + ": two keys that read as " + key + " (expected: each once)");
            }
        }
        return map;
    }

    private static Object part(@Nullable Object read, ValueCodec codec) throws Throwable {
        Object part = read == null ? codec.absent() : read;
        if (part == null) {
            throw new MalformedMessageException(
                    PLAN.site() + ": an entry with an unspecified key or value (expected: both)");
        }
        return part;
    }

    @Override
    public Object finish(@Nullable Object held, byte[] a, int start, int end, int depth) {
        return held == null ? PLAN.rules().maker().apply(0) : held;
    }
}
