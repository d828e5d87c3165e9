package dev.tenstep.rpc.examples.users;

/**
 * There is no user of a number. {@link Users} declares it, so it crosses the wire: its message and its own property, by which
 * the client's end makes it again. Its cause and its trace stay at the server.
 */
public final class UserNotFoundException extends Exception {
    private static final long serialVersionUID = 1;

    private final long id;

    /** Makes one; the parameters are named for what gives them back, {@link #getMessage} and {@link #id}. */
    public UserNotFoundException(String message, long id) {
        super(message);
        this.id = id;
    }

    /** The number that nobody has. */
    public long id() {
        return id;
    }
}
