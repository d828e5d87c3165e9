package dev.tenstep.rpc.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that a record, bean or sealed type, as the sole parameter of a method, is the request message itself, not a
 * field of one, with every serializer. It is never null: that is INVALID_ARGUMENT. Beside other parameters it is an
 * ordinary field.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Message {}
