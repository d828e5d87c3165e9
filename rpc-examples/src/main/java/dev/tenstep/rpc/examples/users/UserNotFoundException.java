package dev.tenstep.rpc.examples.users;

/**
 * Thrown if no user has a number. {@link Users} declares it, so it crosses the wire: its message and its own
 * property, from which the client rebuilds it. Its cause and its stack trace stay on the server.
 */
public final class UserNotFoundException extends Exception {
    private static final long serialVersionUID = 1;

    private final long id;

    /** Makes one. The parameters are named after their accessors, {@link #getMessage} and {@link #id}. */
    public UserNotFoundException(String message, long id) {
        super(message);
        this.id = id;
    }

    /** Returns the number that nobody has. */
    public long id() {
        return id;
    }
}
