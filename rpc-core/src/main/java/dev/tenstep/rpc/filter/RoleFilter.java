package dev.tenstep.rpc.filter;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.contract.MethodContract;
import java.security.Principal;
import java.util.List;
import java.util.function.BiPredicate;

/** Enforces {@link RequiresRole}: {@link Authorization#byRole} makes it. Immutable, for use by any thread. */
public final class RoleFilter implements Filter {
    private final BiPredicate<Principal, String> hasRole;
    private final boolean unlistedDenied;

    RoleFilter(BiPredicate<Principal, String> hasRole, boolean unlistedDenied) {
        this.hasRole = hasRole;
        this.unlistedDenied = unlistedDenied;
    }

    /** The same filter, which also refuses every method that has no {@link RequiresRole} anywhere. */
    public RoleFilter denyUnlisted() {
        return new RoleFilter(hasRole, true);
    }

    @Override
    public Filter forMethod(MethodContract method, Class<?> handler) {
        List<RoleRule> rules = RoleRule.of(method, handler);
        return (call, replyTo, next) -> decide(rules, call, replyTo, next);
    }

    /** Checks the interface alone; a server asks {@link #forMethod} for a filter that knows the handler as well. */
    @Override
    public void exchange(Call call, ReplyTo replyTo, Exchange next) {
        MethodContract method = call.method();
        decide(RoleRule.of(method, method.type()), call, replyTo, next);
    }

    private void decide(List<RoleRule> rules, Call call, ReplyTo replyTo, Exchange next) {
        if (unlistedDenied && rules.isEmpty()) {
            replyTo.fail(Authorization.refusal(call, " (expected: a method with @RequiresRole)"));
            return;
        }
        Principal caller = call.principal();
        for (RoleRule rule : rules) {
            if (caller == null || rule.roles().stream().noneMatch(role -> hasRole.test(caller, role))) {
                String roles = String.join(", ", rule.roles());
                replyTo.fail(Authorization.refusal(call, " (expected: one of the roles " + roles + ")"));
                return;
            }
        }
        next.exchange(call, replyTo);
    }
}
