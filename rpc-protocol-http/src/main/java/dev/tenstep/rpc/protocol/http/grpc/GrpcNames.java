package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.contract.MethodContract;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names of methods and serializers in gRPC's requests. */
final class GrpcNames {
    static final String TYPE = "application/grpc";
    /** Begins the names of its own fields. */
    static final String PREFIX = "grpc-";

    private static final String PROTOBUF = "protobuf";
    /** The natural JSON of Tenstep: {@code +json} is the JSON of protobuf to others. */
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

    /** Returns the serializer of a plain content type; null if it is one that no serializer here writes. */
    static @Nullable String serializer(GrpcForm form, String type) {
        int length = form.type().length();
        String subtype = type.length() == length ? "" : type.substring(length + 1);
        return switch (subtype) {
            case "", "proto" -> PROTOBUF;
            case OWN_JSON -> JSON;
            case JSON -> null;
            default -> subtype;
        };
    }

    static boolean isProtobuf(String serializer) {
        return serializer.equals(PROTOBUF);
    }

    static String contentType(String serializer) {
        return serializer.equals(PROTOBUF) ? TYPE : TYPE + '+' + (serializer.equals(JSON) ? OWN_JSON : serializer);
    }

    /** Returns the path of a method, whose name is that in a {@code .proto}. */
    static String path(MethodContract method) {
        return '/' + method.service() + '/' + method.rpcName();
    }
}
