package dev.tenstep.rpc.call;

/** The receiver of a call's answer, by one of these methods, once. An answer to a call that has ended is ignored. */
public interface ReplyTo {

    /**
     * Reports success. The reply is lent for the duration of this callback: to use it later, take {@link Reply#keep()}.
     */
    void reply(Reply reply);

    /** Reports failure. */
    void fail(RpcException failure);
}
