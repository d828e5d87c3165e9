package dev.tenstep.rpc.server;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;

/**
 * The failure of a call whose procedure was certainly not started, so that even a call that is not idempotent may be tried
 * again. Made by admission alone: a kernel before it serves a call, and a call before its procedure begins. What users' code
 * throws is never one: kernels send refusals and failures by different methods, and only refusals say "not started".
 */
public final class Refusal {
    private final RpcException failure;

    private Refusal(RpcException failure) {
        this.failure = failure;
    }

    /** Makes one. */
    public static Refusal of(StatusCode code, String text) {
        return new Refusal(RpcException.notStarted(code, text, null));
    }

    /** Makes one of what went wrong before the call was served, which has nothing to say but its code and text. */
    public static Refusal of(RpcException why) {
        return of(why.code(), String.valueOf(why.getMessage()));
    }

    /** A failure with which a filter kept a call from its procedure. */
    static Refusal by(RpcException filter) {
        return new Refusal(filter);
    }

    /** The failure, for whoever hears of it at this end. */
    public RpcException failure() {
        return failure;
    }
}
