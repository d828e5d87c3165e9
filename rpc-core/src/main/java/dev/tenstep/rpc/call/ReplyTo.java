package dev.tenstep.rpc.call;

/** Where a call is answered: one of these methods, once. An answer to a call that has ended is ignored. */
public interface ReplyTo {

    /**
     * The call succeeded. The reply is lent for the time of this callback: who needs it later takes {@link Reply#keep()}.
     */
    void reply(Reply reply);

    /** The call failed. */
    void fail(RpcException failure);
}
