package dev.tenstep.rpc.protocol.http.grpc;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names of methods and serializers in gRPC's requests. */
final class GrpcNames {
    static final String TYPE = "application/grpc";
    /** Begins the names of its own fields. */
    static final String PREFIX = "grpc-";

    private static final String PROTOBUF = "protobuf";
    private static final String PROTOBUF_JSON = "protobuf-json";
    /** Tenstep's natural JSON as a serializer, and the JSON of protobuf as a content type. */
    private static final String JSON = "json";

    private static final String OWN_JSON = "tenstep-json";

    private GrpcNames() {}

    /** Returns whether a content type is gRPC's, and not gRPC-Web's. */
    static boolean speaks(@Nullable String contentType) {
        return contentType != null
                && contentType.startsWith(TYPE)
                && (contentType.length() == TYPE.length() || "+;".indexOf(contentType.charAt(TYPE.length())) >= 0);
    }

    /** Returns a content type without parameters, in lower case. */
    static String plain(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Returns the serializer of a plain content type. */
    static String serializer(GrpcForm form, String type) {
        int length = form.type().length();
        String subtype = type.length() == length ? "" : type.substring(length + 1);
        return switch (subtype) {
            case "", "proto" -> PROTOBUF;
            case OWN_JSON -> JSON;
            case JSON -> PROTOBUF_JSON;
            default -> subtype;
        };
    }

    static boolean isProtobuf(String serializer) {
        return serializer.equals(PROTOBUF);
    }

    static String contentType(String serializer) {
        return switch (serializer) {
            case PROTOBUF -> TYPE;
            case PROTOBUF_JSON -> TYPE + '+' + JSON;
            case JSON -> TYPE + '+' + OWN_JSON;
            default -> TYPE + '+' + serializer;
        };
    }
}
