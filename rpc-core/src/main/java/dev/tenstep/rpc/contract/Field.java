package dev.tenstep.rpc.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The number of a field, an enum constant, a parameter or a permitted type (there: on the type) in the derived protobuf
 * schema. Without it they are numbered from 1 in declaration order.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Field {

    /** From 1 to 536,870,911 without 19,000 to 19,999; unique among its siblings. */
    int value();
}
