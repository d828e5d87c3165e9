package dev.tenstep.rpc.serialization.protobuf.json.generated;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.json.value.Depth;
import dev.tenstep.rpc.serialization.protobuf.json.value.Names;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The form of a generated message: an object with its fields. Planned once, before it is used. */
final class GeneratedObject implements MessageForm {
    private final Names names;
    private final List<FieldDescriptor> descriptors;
    private GeneratedField[] fields = {};

    GeneratedObject(Descriptor type) {
        descriptors = type.getFields().stream()
                .sorted(Comparator.comparing(FieldDescriptor::getNumber))
                .toList();
        names = new Names(
                descriptors.stream().map(FieldDescriptor::getJsonName).toList(),
                descriptors.stream().map(FieldDescriptor::getName).toList());
    }

    /** Plans the fields, whose messages may contain this one. */
    void plan(GeneratedPlanner planner) {
        fields = descriptors.stream()
                .map(each -> GeneratedField.of(each, planner))
                .toArray(GeneratedField[]::new);
    }

    @Override
    public boolean hasFields() {
        return true;
    }

    @Override
    public void write(Message message, JsonGenerator out, int depth) throws Throwable {
        Depth.checkWritten(depth, message);
        out.writeStartObject();
        writeFields(message, out, depth);
        out.writeEndObject();
    }

    /** Writes the fields into the object that was begun. */
    void writeFields(Message message, JsonGenerator out, int depth) throws Throwable {
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].isPresent(message)) {
                out.writeFieldName(names.name(i));
                fields[i].write(message, out, depth);
            }
        }
    }

    @Override
    public void read(JsonParser in, Message.Builder into, int depth) throws Throwable {
        Depth.checkRead(depth);
        if (!in.isExpectedStartObjectToken()) {
            throw Tokens.unexpected(in, "an object");
        }
        BitSet seen = new BitSet();
        Set<String> unknown = null;
        int expected = 0;
        for (int i = names.next(in, expected); i != Names.END; i = names.next(in, expected)) {
            if (i == Names.UNKNOWN) {
                unknown = Names.skip(in, unknown);
                continue;
            }
            if (seen.get(i)) {
                throw names.isDuplicate(i);
            }
            seen.set(i);
            if (!fields[i].read(in, into, depth)) {
                throw new MalformedMessageException("a second case, \"" + names.name(i) + "\", of "
                        + descriptors.get(i).getContainingType().getFullName() + " (expected: one)");
            }
            expected = i + 1;
        }
    }
}
