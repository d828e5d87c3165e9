package dev.tenstep.rpc.serialization.protobuf.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.UnwritableValueException;
import dev.tenstep.rpc.serialization.protobuf.json.value.Depth;
import dev.tenstep.rpc.serialization.protobuf.json.value.Names;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form of a message that holds one of several cases: an object with the case's field. Two cases are an error. Unknown fields
 * are skipped, unless there is nothing else: the value would be lost silently.
 */
final class OneOfForm implements ValueForm {

    /** A permitted type. */
    record Case(Class<?> type, ValueForm form) {}

    private final String type;
    private final List<Case> cases;
    private final List<String> fields;
    private final Names names;

    OneOfForm(String type, List<String> fields, List<Case> cases) {
        this.type = type;
        this.fields = fields;
        this.cases = cases;
        names = new Names(fields);
    }

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws Throwable {
        Depth.checkWritten(depth, value);
        int chosen = caseOf(value);
        out.writeStartObject();
        out.writeFieldName(names.name(chosen));
        cases.get(chosen).form.write(value, out, depth);
        out.writeEndObject();
    }

    private int caseOf(Object value) throws UnwritableValueException {
        int found = -1;
        for (int i = 0; i < cases.size(); i++) {
            if (cases.get(i).type == value.getClass()) {
                return i;
            }
            if (found < 0 && cases.get(i).type.isInstance(value)) {
                found = i;
            }
        }
        if (found < 0) {
            throw new UnwritableValueException(
                    "a " + value.getClass().getName() + " for " + type + " (expected: one of " + fields + ")");
        }
        return found;
    }

    @Override
    public @Nullable Object read(JsonParser in, int depth) throws Throwable {
        Depth.checkRead(depth);
        if (!in.isExpectedStartObjectToken()) {
            throw Tokens.unexpected(in, "an object");
        }
        Object value = null;
        Set<String> unknown = null;
        for (int i = names.next(in, cases.size()); i != Names.END; i = names.next(in, cases.size())) {
            if (i == Names.UNKNOWN) {
                unknown = Names.skip(in, unknown);
            } else if (!in.hasToken(JsonToken.VALUE_NULL)) {
                if (value != null) {
                    throw new MalformedMessageException(
                            "a second case, \"" + fields.get(i) + "\", of " + type + " (expected: one)");
                }
                value = requireNonNull(cases.get(i).form.read(in, depth));
            }
        }
        if (value == null && unknown != null) {
            throw new MalformedMessageException(unknown + " of " + type + " (expected: one of " + fields + ")");
        }
        return value;
    }
}
