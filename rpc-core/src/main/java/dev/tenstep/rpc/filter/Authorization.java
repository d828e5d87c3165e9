package dev.tenstep.rpc.filter;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import java.security.Principal;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who may call which method, on a server, behind a filter or mutual TLS that authenticates the caller. Refuses
 * calls as PERMISSION_DENIED, or as UNAUTHENTICATED if the caller is unknown.
 */
public final class Authorization {
    private static final Logger LOG = LoggerFactory.getLogger(Authorization.class);

    private Authorization() {}

    /**
     * Decides by {@link RequiresRole} on methods and types. A method without it may be called by anybody, unless {@link
     * RoleFilter#denyUnlisted} says otherwise. The filter has to be among the server's filters itself, not inside
     * another.
     *
     * @param hasRole tells whether the caller has a role
     */
    public static RoleFilter byRole(BiPredicate<Principal, String> hasRole) {
        return new RoleFilter(requireNonNull(hasRole, "hasRole"), false);
    }

    /**
     * Checks that a service's {@link RequiresRole} are enforced. {@link #by} in place of {@link #byRole} only draws a
     * warning: its function may enforce them, or decide by something else.
     *
     * @param handler the class of the service's implementation
     * @throws IllegalArgumentException if nothing enforces them, or one of them names no role
     */
    public static void checkRoles(ServiceContract service, Class<?> handler, List<Filter> filters) {
        for (MethodContract method : service.methods()) {
            List<RoleRule> rules = RoleRule.of(method, handler);
            if (!rules.isEmpty() && filters.stream().noneMatch(RoleFilter.class::isInstance)) {
                String found = rules.get(0) + " for method " + method.displayName();
                if (filters.stream().noneMatch(ByFunction.class::isInstance)) {
                    throw new IllegalArgumentException(found + ", and no filter that enforces it (expected:"
                            + " Authorization.byRole among the server's filters, or Authorization.by)");
                }
                LOG.warn("{} is left to the function of Authorization.by (expected: Authorization.byRole)", found);
            }
        }
    }

    /** Decides by a function of the user's, which may look at the method, the metadata and the caller. */
    public static Filter by(Predicate<Call> allowed) {
        return new ByFunction(requireNonNull(allowed, "allowed"));
    }

    private record ByFunction(Predicate<Call> allowed) implements Filter {
        @Override
        public void exchange(Call call, ReplyTo replyTo, Exchange next) {
            if (allowed.test(call)) {
                next.exchange(call, replyTo);
            } else {
                replyTo.fail(refusal(call, ""));
            }
        }
    }

    static RpcException refusal(Call call, String expected) {
        Principal caller = call.principal();
        String method = call.method().displayName();
        return caller == null
                ? RpcException.notStarted(
                        StatusCode.UNAUTHENTICATED, "no authenticated caller for " + method + expected, null)
                : RpcException.notStarted(
                        StatusCode.PERMISSION_DENIED, caller.getName() + " may not call " + method + expected, null);
    }
}
