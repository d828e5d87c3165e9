package dev.tenstep.rpc.protocol.netrpc.wire;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Thrown;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.Texts;
import dev.tenstep.rpc.protocol.netrpc.gob.GoException;
import java.nio.charset.StandardCharsets;

/** The texts of failed calls: Go's own where it has one, since programs compare them. */
public final class GoText {
    private static final String ILL_FORMED = "rpc: service/method request ill-formed: ";
    private static final String NO_SERVICE = "rpc: can't find service ";
    private static final String NO_METHOD = "rpc: can't find method ";
    private static final int LONGEST = 8 << 10;

    private GoText() {}

    /** Returns the name of a method in requests: {@code Service.Method}. */
    public static byte[] name(MethodContract method) {
        return (method.service() + '.' + method.rpcName()).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the text for a name without a dot. */
    public static String illFormed(String name) {
        return ILL_FORMED + name;
    }

    /** Returns the text for a service that there is not. */
    public static String noService(String name) {
        return NO_SERVICE + name;
    }

    /** Returns the text for a method that there is not. */
    public static String noMethod(String name) {
        return NO_METHOD + name;
    }

    /** Returns the text of a failure: never empty, for that would be a success, and not longer than 8 KiB or so. */
    public static String of(RpcException failure) {
        Throwable cause = failure.getCause();
        boolean declared = failure.declaredIndex() >= 0;
        boolean unread = failure.code() == StatusCode.INVALID_ARGUMENT && cause instanceof GoException;
        String text = cause != null && (declared || unread) ? Thrown.message(cause) : failure.getMessage();
        if (text == null || text.isEmpty()) {
            return declared && cause != null
                    ? cause.getClass().getSimpleName()
                    : failure.code().name();
        }
        String whole = String.valueOf(Texts.wellFormed(text));
        return whole.length() <= LONGEST ? whole : Texts.wellFormed(whole.substring(0, LONGEST)) + "...";
    }

    /**
     * Returns the failure of a call for its caller.
     *
     * @param code the number of its code; 0 if the server, being Go's, did not say
     */
    public static RpcException received(String text, long code, boolean notStarted, MethodBinding binding) {
        StatusCode said = code == (int) code ? StatusCode.of((int) code) : null;
        return new RpcException(said == null ? guess(text) : said, text)
                .fromServer(said != null && notStarted, binding);
    }

    private static StatusCode guess(String text) {
        boolean unknown = text.startsWith(NO_SERVICE) || text.startsWith(NO_METHOD) || text.startsWith(ILL_FORMED);
        if (unknown) {
            return StatusCode.UNIMPLEMENTED;
        }
        boolean unread = text.startsWith("gob: ") || text.startsWith("json: ") || text.startsWith("jsonrpc: ");
        return unread ? StatusCode.INVALID_ARGUMENT : StatusCode.UNKNOWN;
    }
}
