package dev.tenstep.rpc.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks an interface whose methods can be called from another process. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RpcService {

    /**
     * The name on the wire; empty for the interface's full name, a nested one's with dots ({@code com.example.Shop.Users}).
     * Method names are used as they stand.
     */
    String value() default "";
}
