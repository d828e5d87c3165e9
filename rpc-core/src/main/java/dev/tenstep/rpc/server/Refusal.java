package dev.tenstep.rpc.server;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;

/**
 * The failure of a call whose procedure was certainly not started, so that even a call that is not idempotent may be
 * retried. Only admission makes these: a kernel before it serves a call, and a call before its procedure begins. An
 * exception of user code is never one: kernels send refusals and failures by different methods, and only refusals say
 * "not started".
 */
public final class Refusal {
    private final RpcException failure;

    private Refusal(RpcException failure) {
        this.failure = failure;
    }

    /** Makes a refusal. */
    public static Refusal of(StatusCode code, String text) {
        return new Refusal(RpcException.notStarted(code, text, null));
    }

    /** Makes a refusal of a failure that came before the call was served; only its code and text are kept. */
    public static Refusal of(RpcException why) {
        return of(why.code(), String.valueOf(why.getMessage()));
    }

    /** Makes a refusal of the failure with which a filter kept a call from its procedure. */
    static Refusal by(RpcException filter) {
        return new Refusal(filter);
    }

    /** The failure, for whoever hears of it on this side. */
    public RpcException failure() {
        return failure;
    }
}
