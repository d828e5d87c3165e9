package dev.tenstep.rpc.examples.users;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A user.
 *
 * @param id the number that {@link Users#create} gave it
 * @param email may be absent
 * @param created the time of creation
 */
public record User(long id, String name, Optional<String> email, Set<Role> roles, Instant created) {}
