package dev.tenstep.rpc.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that running the method twice has the effect of running it once, so that a failed call may be retried, and a
 * slow one hedged. {@code rpc.retry.*} decides which calls are retried, and when.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Idempotent {

    /**
     * Returns false if the method only reads. Clients may then call it by a GET of HTTP, whose answers browsers and proxies
     * may keep if its headers let them.
     */
    boolean sideEffects() default true;
}
