package dev.tenstep.rpc.protocol.http.stream;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.RpcException;

/** A call on its client, from its request to its outcome. Event loop only. */
public interface ClientExchange extends StreamHandler {

    /** The call. */
    Call call();

    /** Takes the head of the response. {@code last} if there is nothing else. */
    void head(int status, Fields fields, boolean last);

    /** Fails the call, whose stream was given up on the client or is known to be not handled. */
    void abort(RpcException failure);

    /** Returns whether a part of the response has arrived, so that the call was started in any case. */
    boolean begun();
}
