package dev.tenstep.rpc.serialization.protobuf.json.generated;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.UnwritableValueException;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The form of a google.protobuf.FieldMask: its paths in camel case, with commas between them. */
record MaskMessage(FieldDescriptor paths) implements MessageForm {

    @Override
    public void write(Message message, JsonGenerator out, int depth) throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < message.getRepeatedFieldCount(paths); i++) {
            String path = (String) message.getRepeatedField(paths, i);
            String camel = camel(path);
            if (!snake(camel).equals(path)) {
                throw new UnwritableValueException(
                        "the path \"" + Tokens.shown(path) + "\" (expected: one in snake case that JSON can hold)");
            }
            all.add(camel);
        }
        out.writeString(String.join(",", all));
    }

    @Override
    public void read(JsonParser in, Message.Builder into, int depth) throws IOException {
        String text = Tokens.string(in, "paths with commas between them");
        if (text.indexOf('_') >= 0) {
            throw new MalformedMessageException("\"" + Tokens.shown(text) + "\" (expected: paths in camel case)");
        }
        for (String path : text.split(",", -1)) {
            if (!path.isEmpty()) {
                into.addRepeatedField(paths, snake(path));
            }
        }
    }

    private static String camel(String path) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            boolean begins = path.charAt(i) == '_' && i + 1 < path.length();
            camel.append(begins ? Character.toUpperCase(path.charAt(++i)) : path.charAt(i));
        }
        return camel.toString();
    }

    private static String snake(String camel) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                snake.append('_').append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }
}
