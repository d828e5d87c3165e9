package dev.tenstep.rpc.filter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may call a method, or the methods of an interface that do not say so themselves: whoever has one of these roles. It
 * takes {@link Authorization} at the server to see to it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RequiresRole {

    /** The roles, of which one is enough. */
    String[] value();
}
