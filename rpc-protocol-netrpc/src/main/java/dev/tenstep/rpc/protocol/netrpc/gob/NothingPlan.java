package dev.tenstep.rpc.protocol.netrpc.gob;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plan of no parameters and of a void result: an empty struct, or when it is read any value, which is dropped. */
record NothingPlan(int id, byte[] definition) implements Plan {
    /** The value that is written, which holds nothing. */
    static final Object NOTHING = new Object();

    @Override
    public String goName() {
        return "struct {}";
    }

    @Override
    public List<Plan> parts() {
        return List.of();
    }

    @Override
    public boolean omits(Object value) {
        return false;
    }

    @Override
    public Object absent() {
        return NOTHING;
    }

    @Override
    public void write(GobOutput out, Object value) throws Throwable {
        out.uint(0);
    }

    @Override
    public @Nullable ValueReader reader(int wire, Matching matching) {
        GobTypes types = matching.types();
        return in -> {
            types.skip(in, wire);
            return NOTHING;
        };
    }

    @Override
    public void writeJson(JsonGenerator out, Object value) throws IOException {
        out.writeStartObject();
        out.writeEndObject();
    }

    @Override
    public Object readJson(JsonReader in) throws IOException {
        in.parser().skipChildren();
        return NOTHING;
    }
}
