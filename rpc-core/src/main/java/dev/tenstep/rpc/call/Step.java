package dev.tenstep.rpc.call;

/**
 * The ten steps of a remote call, after Birrell and Nelson's picture of it (<i>Implementing Remote Procedure Calls</i>, ACM
 * TOCS 2(1), 1984). A step lasts until the next one begins. A client sees 1, 2, 3, 8, 9, 10; a server 3, 4, 5, 6, 7, 8.
 */
public enum Step {
    /** 1: the caller calls the client handle (the stub) and passes the parameters. */
    CALL_CLIENT_HANDLE("the caller calls the client handle"),
    /** 2: the client handle hands the message to its local kernel. */
    HAND_TO_CLIENT_KERNEL("the client handle hands the message to its kernel"),
    /** 3: the message travels to the remote host. */
    TRAVEL_TO_SERVER("the message travels to the server"),
    /** 4: the server handle gets the message and takes out the parameters. */
    TAKE_PARAMETERS("the server handle takes out the parameters"),
    /** 5: the remote procedure is executed. */
    EXECUTE("the procedure is executed"),
    /** 6: the result goes back to the server handle. */
    RETURN_RESULT("the result goes back to the server handle"),
    /** 7: the server handle hands the result to the remote kernel. */
    HAND_TO_SERVER_KERNEL("the server handle hands the result to its kernel"),
    /** 8: the message travels back. */
    TRAVEL_TO_CLIENT("the message travels back"),
    /** 9: the client handle receives the message from the kernel. */
    RECEIVE_REPLY("the client handle receives the reply"),
    /** 10: the caller gets the data. */
    DELIVER_RESULT("the caller gets the data");

    private final String description;

    Step(String description) {
        this.description = description;
    }

    /** The step's number, 1 to 10. */
    public int number() {
        return ordinal() + 1;
    }

    /** A description of the step, in half a sentence. */
    public String description() {
        return description;
    }
}
