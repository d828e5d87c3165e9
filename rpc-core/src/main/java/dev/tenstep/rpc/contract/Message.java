package dev.tenstep.rpc.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a record, bean or sealed type, as the sole parameter of a method, is the request message itself, not a field of one,
 * under every serializer. It is never null: that is INVALID_ARGUMENT. Beside other parameters it is a field as any.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Message {}
