package dev.tenstep.rpc.examples.users;

import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.Timeout;
import java.util.concurrent.CompletionStage;

/** Finds, lists and creates users. */
@RpcService("Users")
public interface Users {

    /**
     * Returns the user with that number.
     *
     * @throws UserNotFoundException if there is none; the caller catches it as it was thrown, including the number
     */
    @Idempotent(sideEffects = false)
    User find(long id) throws UserNotFoundException;

    /** Does the same without blocking: the stage fails where the other method throws. */
    @Idempotent(sideEffects = false)
    CompletionStage<User> findLater(long id) throws UserNotFoundException;

    /** Returns a page of all users by number. The first page is 0, and a page past the end has no items. */
    @Idempotent(sideEffects = false)
    @Timeout("2s")
    Page<User> list(int page);

    /** Adds a user and gives it a number. A user without a name is refused with INVALID_ARGUMENT. */
    User create(NewUser user);
}
