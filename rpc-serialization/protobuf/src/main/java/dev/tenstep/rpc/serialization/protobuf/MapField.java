package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds a map: protobuf's map, a repeated message of {@code key = 1} and {@code value = 2}. An entry
 * that leaves one out means the type's default. Protobuf lets the last of several entries with the same key win. Here
 * that is an error, since the others would be lost.
 *
 * @param entry writes a {@link Map.Entry} and reads one, with null for what is left out
 * @param site for errors: {@code User.scores}
 */
record MapField(int tag, MessageValue entry, ValueCodec key, ValueCodec value, MapModel.Rules rules, String site)
        implements FieldCodec {
    @Override
    public int write(@Nullable Object map, MessageOutput out, int start, int depth) throws Throwable {
        if (map == null) {
            return start;
        }
        String flaw = rules.flaw(map);
        if (flaw != null) {
            throw new UnwritableValueException(site + ": " + flaw);
        }
        int p = start;
        for (Map.Entry<?, ?> each : ((Map<?, ?>) map).entrySet()) {
            if (each.getKey() == null || each.getValue() == null) {
                throw new UnwritableValueException(site + ": a " + (each.getKey() == null ? "key" : "value")
                        + " is null (expected: no null keys and no null values)");
            }
            p = entry.write(each, out, WireOutput.tag(out.array(), p, tag), depth);
        }
        return p;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object read(int found, @Nullable Object held, byte[] a, long span, int end, int depth) throws Throwable {
        Map<Object, Object> map = held == null ? rules.maker().apply(4) : (Map<Object, Object>) held;
        Map.Entry<?, ?> each = (Map.Entry<?, ?>) entry.read(a, WireInput.start(span), WireInput.end(span), depth);
        if (each != null) {
            Object k = part(each.getKey(), key);
            if (map.put(k, part(each.getValue(), value)) != null) {
                throw new MalformedMessageException(site + ": two keys that read as " + k + " (expected: each once)");
            }
        }
        return map;
    }

    private Object part(@Nullable Object read, ValueCodec codec) throws Throwable {
        Object part = read == null ? codec.absent() : read;
        if (part == null) {
            throw new MalformedMessageException(site + ": an entry with an unspecified key or value (expected: both)");
        }
        return part;
    }

    @Override
    public Object finish(@Nullable Object held, byte[] a, int start, int end, int depth) {
        return held == null ? rules.maker().apply(0) : held;
    }
}
