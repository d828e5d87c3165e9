package dev.tenstep.rpc.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Picks the constructor that recreates an immutable class. Each of its parameters has the name of a property, which a
 * public accessor ({@code getX}, {@code isX} or {@code x}) or a public field reads.
 *
 * <pre>{@code
 * public final class Range {
 *     private final int from;
 *     private final int to;
 *
 *     @Constructor({"from", "to"})
 *     public Range(int from, int to) { ... }
 * }
 * }</pre>
 *
 * <p>Not needed if exactly one constructor takes every field, and the compiler has kept its parameters' names.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.CONSTRUCTOR)
public @interface Constructor {

    /** The names of the parameters in order, for classes that are compiled without {@code -parameters}. */
    String[] value() default {};
}
