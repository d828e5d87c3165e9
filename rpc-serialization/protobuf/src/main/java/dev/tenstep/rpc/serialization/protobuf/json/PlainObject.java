package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.serialization.objects.ObjectAccess;
import dev.tenstep.rpc.serialization.protobuf.json.value.Names;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The form of an object for which no class is generated: a loop over its fields, with boxed values. */
final class PlainObject implements ObjectForm {
    private final Names names;
    private final ValueForm[] forms;
    private final int[] targets;
    private final ObjectAccess access;

    PlainObject(Fields fields) {
        names = fields.names();
        forms = fields.forms().toArray(ValueForm[]::new);
        targets = fields.targets();
        access = new ObjectAccess(fields.object());
    }

    @Override
    public void writeFields(@Nullable Object object, JsonGenerator out, int depth) throws Throwable {
        for (int i = 0; i < forms.length; i++) {
            ObjectForm.writeField(access.get(targets[i], object), forms[i], names.name(i), out, depth);
        }
    }

    @Override
    public Object readFields(JsonParser in, int depth) throws Throwable {
        @Nullable Object[] values = new Object[forms.length];
        boolean[] seen = new boolean[forms.length];
        Set<String> unknown = null;
        int expected = 0;
        for (int i = names.next(in, expected); i != Names.END; i = names.next(in, expected)) {
            if (i == Names.UNKNOWN) {
                unknown = Names.skip(in, unknown);
                continue;
            }
            if (seen[i]) {
                throw names.isDuplicate(i);
            }
            seen[i] = true;
            values[targets[i]] = ObjectForm.readField(forms[i], in, depth);
            expected = i + 1;
        }
        for (int i = 0; i < forms.length; i++) {
            values[targets[i]] = ObjectForm.orAbsent(values[targets[i]], forms[i]);
        }
        return access.make(values);
    }
}
