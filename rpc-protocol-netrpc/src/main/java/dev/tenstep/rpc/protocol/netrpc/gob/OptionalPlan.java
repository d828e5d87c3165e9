package dev.tenstep.rpc.protocol.netrpc.gob;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tenstep.rpc.contract.OptionalModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plan of an optional field, which Go has as a pointer: sent if it holds something that is sent. */
record OptionalPlan(Plan content, OptionalModel.Form form) implements Plan {
    @Override
    public int id() {
        return content.id();
    }

    @Override
    public String goName() {
        return "*" + content.goName();
    }

    @Override
    public byte @Nullable [] definition() {
        return null;
    }

    @Override
    public List<Plan> parts() {
        return List.of(content);
    }

    @Override
    public boolean omits(Object optional) {
        Object value = form.take(optional);
        return value == null || content.omits(value);
    }

    @Override
    public Object absent() {
        return form.make(null);
    }

    @Override
    public void write(GobOutput out, Object optional) throws Throwable {
        content.write(out, Elements.notNull(form.take(optional), goName(), null));
    }

    @Override
    public @Nullable ValueReader reader(int wire, Matching matching) throws MalformedGobException {
        ValueReader reader = content.reader(wire, matching);
        return reader == null ? null : in -> form.make(reader.read(in));
    }

    @Override
    public void writeJson(JsonGenerator out, Object optional) throws Throwable {
        Object value = form.take(optional);
        if (value == null) {
            out.writeNull();
        } else {
            content.writeJson(out, value);
        }
    }

    @Override
    public Object readJson(JsonReader in) throws Throwable {
        return form.make(content.readJson(in));
    }
}
