package dev.tenstep.rpc.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Gives a method another name on the wire, which overloaded methods need. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RpcMethod {

    /** The name on the wire, unique in its service. */
    String value();

    /**
     * True if the name stands as it is in a {@code .proto} and in gRPC too, where names begin with an upper-case letter
     * otherwise.
     */
    boolean exact() default false;
}
