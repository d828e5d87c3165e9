package dev.tenstep.rpc.examples.users;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Users in a map. Many threads run handlers at once: the map is concurrent and its users are immutable. */
public final class UsersInMemory implements Users {
    private static final int PAGE = 5;
    private static final List<String> NAMES =
            List.of("Ada", "Barbara", "Claude", "Dennis", "Edsger", "Frances", "Grace", "Hedy", "Ivan", "Jean", "Ken");

    private final Map<Long, User> users = new ConcurrentSkipListMap<>();
    private final AtomicLong lastId = new AtomicLong();

    /** Makes one with a few users in it. */
    public UsersInMemory() {
        NAMES.forEach(name -> add(name, Optional.of(name + "@example.org"), Set.of(Role.READER)));
    }

    @Override
    public User find(long id) throws UserNotFoundException {
        User user = users.get(id);
        if (user == null) {
            throw new UserNotFoundException("no user has the number " + id, id);
        }
        return user;
    }

    @Override
    public CompletionStage<User> findLater(long id) throws UserNotFoundException {
        return CompletableFuture.completedFuture(find(id));
    }

    @Override
    public Page<User> list(int page) {
        if (page < 0) {
            throw new RpcException(StatusCode.INVALID_ARGUMENT, "page: " + page + " (expected: 0 or more)");
        }
        List<User> items =
                users.values().stream().skip((long) page * PAGE).limit(PAGE).toList();
        return new Page<>(page, (users.size() + PAGE - 1) / PAGE, items);
    }

    @Override
    public User create(NewUser user) {
        String name = user.getName();
        if (name == null || name.isBlank()) {
            throw new RpcException(StatusCode.INVALID_ARGUMENT, "name: " + name + " (expected: a name)");
        }
        return add(name, Optional.ofNullable(user.getEmail()), Set.copyOf(user.getRoles()));
    }

    private User add(String name, Optional<String> email, Set<Role> roles) {
        User user = new User(lastId.incrementAndGet(), name, email, roles, Instant.now());
        users.put(user.id(), user);
        return user;
    }
}
