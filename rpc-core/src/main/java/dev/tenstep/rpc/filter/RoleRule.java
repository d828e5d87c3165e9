package dev.tenstep.rpc.filter;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.MethodContract.Declaration;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One {@link RequiresRole} that holds for a method.
 *
 * @param place the annotated type or method
 * @param roles any one of which is enough
 */
record RoleRule(String place, List<String> roles) {

    /** All rules of a method that a handler of this class implements. */
    static List<RoleRule> of(MethodContract method, Class<?> handler) {
        return method.declarations(handler).stream()
                .map(RoleRule::of)
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable RoleRule of(Declaration declaration) {
        Method method = declaration.method();
        RequiresRole own = method == null ? null : method.getAnnotation(RequiresRole.class);
        RequiresRole found = own != null ? own : declaration.type().getAnnotation(RequiresRole.class);
        if (found == null) {
            return null;
        }
        String type = declaration.type().getName();
        RoleRule rule = new RoleRule(
                own != null && method != null ? type + "." + method.getName() : type, List.of(found.value()));
        if (rule.roles.isEmpty()) {
            throw new IllegalArgumentException(rule + " (expected: at least one role)");
        }
        return rule;
    }

    /** The annotation and its place: {@code @RequiresRole(admin, root) on com.example.Vault.open}. */
    @Override
    public String toString() {
        return "@RequiresRole(" + String.join(", ", roles) + ") on " + place;
    }
}
