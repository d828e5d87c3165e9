package dev.tenstep.rpc.cli.call;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.tenstep.rpc.cli.call.JsonText.NoJsonException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Messages as protobuf's JSON (protobuf.dev/programming-guides/json). Immutable. */
public final class JsonMessages {
    /** The field by which a server of Tenstep says that the message is null. */
    private static final int NULL_FIELD = 19_999;

    /** Writes texts as they are, while protobuf's own writer has escapes for the sake of HTML. */
    private static final Gson ON_ONE_LINE =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private static final Gson ON_SEVERAL = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setPrettyPrinting()
            .create();

    private final JsonFormat.Parser parser;
    private final JsonFormat.Printer printer;

    /**
     * Makes one.
     *
     * @param file the file that has the messages, and by itself or its imports those that {@code google.protobuf.Any}
     *     may hold
     * @param defaults whether fields are written that have their default values
     */
    public JsonMessages(FileDescriptor file, boolean defaults) {
        TypeRegistry.Builder types = TypeRegistry.newBuilder();
        addAll(file, types, new HashSet<>());
        TypeRegistry known = types.build();
        parser = JsonFormat.parser().usingTypeRegistry(known);
        JsonFormat.Printer usual = JsonFormat.printer().usingTypeRegistry(known).omittingInsignificantWhitespace();
        printer = defaults ? usual.alwaysPrintFieldsWithNoPresence() : usual;
    }

    private static void addAll(FileDescriptor file, TypeRegistry.Builder types, Set<String> seen) {
        if (seen.add(file.getName())) {
            file.getMessageTypes().forEach(types::add);
            file.getDependencies().forEach(each -> addAll(each, types, seen));
        }
    }

    /** Returns a message as JSON, on one line or on several. */
    public String write(MessageOrBuilder message, boolean oneLine) {
        if (message.getUnknownFields().hasField(NULL_FIELD)) {
            return "null";
        }
        try {
            return (oneLine ? ON_ONE_LINE : ON_SEVERAL).toJson(JsonParser.parseString(printer.print(message)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    message.getDescriptorForType().getFullName() + " cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the messages of a text that holds one JSON object after the other, each read when it is asked for.
     *
     * @return a stream that throws {@link BadJsonException} at the first one that is not such a message
     */
    public Stream<DynamicMessage> read(Reader text, Descriptor type) {
        Iterator<DynamicMessage> messages = new Messages(text, type);
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(messages, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    private final class Messages implements Iterator<DynamicMessage> {
        private final JsonText text;
        private final Descriptor type;
        private @Nullable DynamicMessage next;
        private int number;

        Messages(Reader text, Descriptor type) {
            this.text = new JsonText(text);
            this.type = type;
        }

        @Override
        public boolean hasNext() {
            if (next == null) {
                next = readNext();
            }
            return next != null;
        }

        @Override
        public DynamicMessage next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            DynamicMessage message = next;
            next = null;
            return message;
        }

        private @Nullable DynamicMessage readNext() {
            try {
                number++;
                String value = text.next();
                if (value == null) {
                    return null;
                }
                DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
                parser.merge(value, message);
                return message.build();
            } catch (IOException | NoJsonException | JsonParseException e) {
                throw new BadJsonException(number, type, e);
            }
        }
    }

    /** JSON that is not a message of the type that was expected. */
    public static final class BadJsonException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private static final int LONGEST = 300;

        BadJsonException(int number, Descriptor type, Exception cause) {
            super("message " + number + " is not a " + type.getFullName() + " in JSON: " + reason(cause), cause);
        }

        /** Returns the parser's own words, without those that wrap them, a path that is too long to help, and a link. */
        private static String reason(Exception cause) {
            Throwable first =
                    cause instanceof JsonParseException && cause.getCause() != null ? cause.getCause() : cause;
            if (first instanceof CharacterCodingException) {
                return "bytes that are not UTF-8 (expected: UTF-8)";
            }
            String text = String.valueOf(first.getMessage()).lines().findFirst().orElse("");
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        }
    }
}
