package dev.tenstep.rpc.filter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Requires the caller of a method, or of those methods of a type that have no rule of their own, to have a role. It may
 * stand on the service's interface, on those that it extends, on the class that implements it and on its superclasses,
 * and on the method in any of them. Within one type the method's rule overrides the type's; if several types have one,
 * all of them must be met. A server with such a rule and nothing that enforces it, {@link Authorization#byRole}, does
 * not start.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RequiresRole {

    /** The roles, at least one; any one of them is enough. */
    String[] value();
}
