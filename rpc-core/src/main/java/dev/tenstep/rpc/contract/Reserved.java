package dev.tenstep.rpc.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The numbers and names of fields, constants or cases that were removed, which none may use again: a peer that still
 * has the old one would take the new one's value for it.
 *
 * <pre>{@code
 * @Reserved(numbers = 2, names = "email") // record User(long id, String email, String name) in its first version
 * record User(long id, String name) {} // name keeps the number 3
 * }</pre>
 *
 * <p>On a record, a bean, an immutable class, an exception, an enum, a sealed type, or on a method for its parameters.
 * Siblings that are numbered by their place skip reserved numbers. The derived protobuf schema has them as {@code
 * reserved}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Reserved {

    /** The numbers, as {@link Field#value()}. */
    int[] numbers() default {};

    /** The wire names, as {@link Field#name()}: by default, the names that they had in Java. */
    String[] names() default {};
}
