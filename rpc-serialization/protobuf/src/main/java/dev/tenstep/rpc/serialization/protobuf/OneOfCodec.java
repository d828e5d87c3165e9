package dev.tenstep.rpc.serialization.protobuf;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that holds one of several cases. If several cases come, the last one wins; its own parts, if nothing else
 * came between them, are merged. Fields of unknown cases are skipped, unless there is nothing else: the value would
 * be lost silently.
 */
final class OneOfCodec implements MessageCodec {

    /** A permitted type. */
    record Case(String name, int tag, Class<?> type, MessageValue codec) {}

    private final String name;
    private final Case[] cases;

    OneOfCodec(String name, List<Case> cases) {
        this.name = name;
        this.cases = cases.toArray(Case[]::new);
    }

    @Override
    public int write(Object value, MessageOutput out, int p, int depth) throws Throwable {
        byte[] a = WireOutput.room(out, p, 0);
        Case chosen = caseOf(value);
        return chosen.codec.write(value, out, WireOutput.tag(a, p, chosen.tag), depth);
    }

    private Case caseOf(Object value) throws UnwritableValueException {
        for (Case each : cases) {
            if (each.type == value.getClass()) {
                return each;
            }
        }
        for (Case each : cases) {
            if (each.type.isInstance(value)) {
                return each;
            }
        }
        throw new UnwritableValueException(
                "a " + value.getClass().getName() + " for " + name + " (expected: " + names() + ")");
    }

    @Override
    public @Nullable Object read(byte[] a, int start, int end, int depth) throws Throwable {
        int tag = WireInput.tag(a, start, end);
        if (tag == WireInput.END) {
            return null;
        }
        Case only = caseOf(tag);
        if (only != null) {
            long span = WireInput.span(a, WireInput.after(a, start), end, tag);
            if (WireInput.end(span) == end) {
                return only.codec.read(a, WireInput.start(span), end, depth);
            }
        }
        return readParts(a, start, end, depth);
    }

    private Object readParts(byte[] a, int start, int end, int depth) throws Throwable {
        Parts parts = new Parts();
        Case chosen = null;
        int unknown = 0;
        int p = start;
        for (int tag = WireInput.tag(a, p, end); tag != WireInput.END; tag = WireInput.tag(a, p, end)) {
            Case next = caseOf(tag);
            p = WireInput.after(a, p);
            if (next == null) {
                unknown = tag >>> 3;
                p = WireInput.skip(a, p, end, tag, depth);
                continue;
            }
            if (chosen != null && chosen.tag != tag) {
                parts.read(chosen.codec, depth); // the result is dropped, but the case must be readable
                parts = new Parts();
            }
            long span = WireInput.span(a, p, end, tag);
            parts.add(a, span, depth);
            p = WireInput.end(span);
            chosen = next;
        }
        if (chosen == null) {
            throw new MalformedMessageException("field " + unknown + " of " + name + " (expected: " + names() + ")");
        }
        return requireNonNull(parts.read(chosen.codec, depth));
    }

    private @Nullable Case caseOf(int tag) {
        for (Case each : cases) {
            if (each.tag == tag) {
                return each;
            }
        }
        return null;
    }

    private String names() {
        return String.join(
                ", ",
                Arrays.stream(cases).map(c -> (c.tag >>> 3) + " for " + c.name).toList());
    }
}
