package dev.tenstep.rpc.protocol.http.connect;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A content type of Connect: its form and the serializer of its messages.
 *
 * <pre>
 *  application/json            application/connect+json            proto3 JSON
 *  application/proto           application/connect+proto           protobuf
 *  application/tenstep-json    application/connect+tenstep-json    the serializer json
 *  application/NAME            application/connect+NAME            any other serializer of that name
 * </pre>
 *
 * @param streaming whether messages are in envelopes, as in calls with streams
 */
record ConnectForm(boolean streaming, String serializer) {
    private static final String UNARY = "application/";
    private static final String STREAMING = "application/connect+";
    private static final String PROTOBUF = "protobuf";
    private static final String PROTOBUF_JSON = "protobuf-json";
    private static final String JSON = "json";
    private static final String UTF_8 = "utf-8";

    /**
     * Returns the form of a content type; null if it is another's, or that of a serializer which is not accepted.
     *
     * @param accepted the names of the serializers
     */
    static @Nullable ConnectForm of(String contentType, Set<String> accepted) {
        String[] parts = contentType.split(";", -1);
        String type = parts[0].strip().toLowerCase(Locale.ROOT);
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].strip().toLowerCase(Locale.ROOT).split("=", 2);
            if (parameter[0].equals("charset")
                    && !parameter[parameter.length - 1].replace("\"", "").equals(UTF_8)) {
                return null;
            }
        }
        boolean streaming = type.startsWith(STREAMING);
        if (!type.startsWith(UNARY)) {
            return null;
        }
        String serializer = serializer(type.substring((streaming ? STREAMING : UNARY).length()));
        return serializer != null && accepted.contains(serializer) ? new ConnectForm(streaming, serializer) : null;
    }

    /** Returns the serializer of a codec's name in Connect; null if it is none there. */
    static @Nullable String serializer(String codec) {
        return switch (codec) {
            case "json" -> PROTOBUF_JSON;
            case "proto" -> PROTOBUF;
            case "tenstep-json" -> JSON;
            case PROTOBUF, PROTOBUF_JSON -> null;
            default -> codec;
        };
    }

    /** Returns the name of a serializer's codec in Connect. */
    static String codec(String serializer) {
        return switch (serializer) {
            case PROTOBUF_JSON -> "json";
            case PROTOBUF -> "proto";
            case JSON -> "tenstep-json";
            default -> serializer;
        };
    }

    /** Returns whether messages of that serializer say the names or numbers of their fields, as protobuf does. */
    static boolean describesItself(String serializer) {
        return serializer.equals(PROTOBUF) || serializer.equals(PROTOBUF_JSON);
    }

    /** Returns whether messages of that serializer are text. */
    static boolean isText(String serializer) {
        return serializer.equals(JSON) || serializer.equals(PROTOBUF_JSON);
    }

    /** Returns whether a content type is that of failures of calls without streams. */
    static boolean isErrors(String contentType) {
        ConnectForm form = of(contentType, Set.of(PROTOBUF_JSON));
        return form != null && !form.streaming;
    }

    /** Returns whether a content type is one of that form, with whatever codec. */
    static boolean speaks(String contentType, boolean streaming) {
        return contentType.toLowerCase(Locale.ROOT).startsWith(streaming ? STREAMING : UNARY);
    }

    /** Returns whether messages are text that people read. */
    boolean isJson() {
        return serializer.equals(PROTOBUF_JSON);
    }

    String contentType() {
        return (streaming ? STREAMING : UNARY) + codec(serializer);
    }

    /** Returns the content types of one form, separated by commas. */
    static String all(boolean streaming, Set<String> accepted) {
        Set<String> types = new TreeSet<>();
        accepted.forEach(each -> types.add(new ConnectForm(streaming, each).contentType()));
        return String.join(", ", types);
    }
}
