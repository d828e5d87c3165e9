package dev.tenstep.rpc.examples.users;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user without a number yet: a bean, for projects that use beans. A property that is not set stays null. */
public final class NewUser {
    private @Nullable String name;
    private @Nullable String email;
    private Set<Role> roles = EnumSet.noneOf(Role.class);

    /** Makes one with no properties set. */
    public NewUser() {}

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable String getEmail() {
        return email;
    }

    public void setEmail(@Nullable String email) {
        this.email = email;
    }

    public Set<Role> getRoles() {
        return roles;
    }

    public void setRoles(Set<Role> roles) {
        this.roles = roles;
    }
}
