package dev.tenstep.rpc.filter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Demands a role of whoever calls a method, or a type's methods that do not say so themselves. It may stand on the service's
 * interface, on those that it extends, on the class that implements it and on its superclasses, and on the method in any of
 * them. In one type the method's goes before the type's; where several types have one, all of them must be met. A server
 * with such a rule and nothing that enforces it, {@link Authorization#byRole}, does not start.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RequiresRole {

    /** The roles, at least one, of which one is enough. */
    String[] value();
}
