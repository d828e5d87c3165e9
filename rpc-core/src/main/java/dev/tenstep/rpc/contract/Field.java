package dev.tenstep.rpc.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The number and the wire name of a field, an enum constant, a parameter or a permitted type (there: on the type).
 *
 * <pre>{@code
 * record User(@Field(1) long id, @Field(value = 2, name = "name") String fullName) {} // fullName used to be called name
 * }</pre>
 *
 * <p>On a record's component, a field, a getter, a parameter or a constant. Jackson's annotations override it in JSON.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Field {

    /** The {@link #value()} of an element that is numbered by its place. */
    int BY_PLACE = Integer.MIN_VALUE;

    /**
     * The number in the derived protobuf schema: from 1 to 536,870,911 without 19,000 to 19,999; unique among its siblings.
     * Without it they are numbered from 1 in declaration order.
     */
    int value() default BY_PLACE;

    /**
     * The wire name, with every serializer: in JSON, in the derived schema and in fingerprints; A-Z, a-z, 0-9 and _,
     * not a digit first. By default it is the name in Java, so renaming that one requires the old name here.
     */
    String name() default "";
}
