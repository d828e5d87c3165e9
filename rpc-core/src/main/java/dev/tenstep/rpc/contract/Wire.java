package dev.tenstep.rpc.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The protobuf encoding of an integer field whose values the plain variable-length one does not suit. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.PARAMETER, ElementType.METHOD})
public @interface Wire {

    /** The encoding of the field. */
    Encoding value();

    /** An integer's encodings in protobuf. */
    enum Encoding {
        /** Variable length: {@code int32}, {@code int64}. Negative numbers take ten bytes. */
        VARINT,
        /** Zig-zag: {@code sint32}, {@code sint64}. For small negative numbers. */
        SINT,
        /** Fixed width: {@code sfixed32}, {@code sfixed64}. For numbers that are often large. */
        FIXED
    }
}
