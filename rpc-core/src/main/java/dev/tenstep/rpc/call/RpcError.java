package dev.tenstep.rpc.call;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the code that clients get for an exception which a handler throws and its interface does not declare, along
 * with the exception's message. Without it they get only an id that appears in the server's log. Subclasses inherit it.
 *
 * <pre>{@code
 * @RpcError(StatusCode.NOT_FOUND)
 * final class NoSuchUser extends RuntimeException { ... }
 * }</pre>
 *
 * <p>For exceptions of other libraries, a {@link Filter} of the server does the same.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RpcError {

    /** The code. */
    StatusCode value();
}
