package dev.tenstep.rpc.filter;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.MethodContract;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Says who may call which method, at a server, behind a filter or mutual TLS, which find out who calls. Refuses as
 * PERMISSION_DENIED, or as UNAUTHENTICATED where nobody is known to call.
 */
public final class Authorization {
    private Authorization() {}

    /**
     * By {@link RequiresRole} on methods and interfaces; a method without it may be called by anybody.
     *
     * @param hasRole whether who calls has a role
     */
    public static Filter byRole(BiPredicate<Principal, String> hasRole) {
        requireNonNull(hasRole, "hasRole");
        Map<MethodContract, List<String>> roles = new ConcurrentHashMap<>();
        return (call, replyTo, next) -> {
            List<String> required = roles.computeIfAbsent(call.method(), Authorization::roles);
            if (required.isEmpty()) {
                next.exchange(call, replyTo);
                return;
            }
            Principal caller = call.principal();
            if (caller != null && required.stream().anyMatch(role -> hasRole.test(caller, role))) {
                next.exchange(call, replyTo);
            } else {
                replyTo.fail(refusal(call, " (expected: one of the roles " + String.join(", ", required) + ")"));
            }
        };
    }

    /** By a function of the user's, which may look at the method, the metadata and who calls. */
    public static Filter by(Predicate<Call> allowed) {
        requireNonNull(allowed, "allowed");
        return (call, replyTo, next) -> {
            if (allowed.test(call)) {
                next.exchange(call, replyTo);
            } else {
                replyTo.fail(refusal(call, ""));
            }
        };
    }

    private static List<String> roles(MethodContract method) {
        RequiresRole required = method.method().getAnnotation(RequiresRole.class);
        if (required == null) {
            required = method.type().getAnnotation(RequiresRole.class);
        }
        return required == null ? List.of() : List.of(required.value());
    }

    private static RpcException refusal(Call call, String expected) {
        Principal caller = call.principal();
        String method = call.method().displayName();
        return caller == null
                ? RpcException.notStarted(
                        StatusCode.UNAUTHENTICATED, "nobody is known to call " + method + expected, null)
                : RpcException.notStarted(
                        StatusCode.PERMISSION_DENIED, caller.getName() + " may not call " + method + expected, null);
    }
}
