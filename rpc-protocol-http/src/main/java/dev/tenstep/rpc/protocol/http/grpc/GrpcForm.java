package dev.tenstep.rpc.protocol.http.grpc;

import org.jspecify.annotations.Nullable;

/**
 * The forms of gRPC, by their content types: its own, and the two of gRPC-Web for clients that cannot read trailers (gRPC's
 * {@code doc/PROTOCOL-WEB.md}).
 */
enum GrpcForm {
    /** The status is in the trailers of HTTP. */
    GRPC("application/grpc", "grpc"),
    /** The status is a last message in the body. */
    WEB("application/grpc-web", "grpc-web"),
    /** The same, and bodies are Base64. */
    WEB_TEXT("application/grpc-web-text", "grpc-web");

    private static final GrpcForm[] ALL = values();

    private final String type;
    private final String protocol;

    GrpcForm(String type, String protocol) {
        this.type = type;
        this.protocol = protocol;
    }

    /** The content type without the name of a serializer. */
    String type() {
        return type;
    }

    /** The name that calls give for their protocol. */
    String protocol() {
        return protocol;
    }

    boolean isWeb() {
        return this != GRPC;
    }

    boolean isText() {
        return this == WEB_TEXT;
    }

    /** Returns the form of a plain content type; null if it is not gRPC. */
    static @Nullable GrpcForm of(String plainType) {
        for (GrpcForm each : ALL) {
            if (plainType.startsWith(each.type)
                    && (plainType.length() == each.type.length() || plainType.charAt(each.type.length()) == '+')) {
                return each;
            }
        }
        return null;
    }

    /** Returns the form of the answer: that of the request, unless a client of gRPC-Web accepts text. */
    GrpcForm answer(@Nullable String accept) {
        return this == WEB && accept != null && accept.contains(WEB_TEXT.type) ? WEB_TEXT : this;
    }
}
