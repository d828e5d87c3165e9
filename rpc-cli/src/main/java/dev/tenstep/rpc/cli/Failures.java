package dev.tenstep.rpc.cli;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.cli.call.JsonMessages;
import dev.tenstep.rpc.cli.call.JsonMessages.BadJsonException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out why a call failed, and what is to be said about it. */
final class Failures {
    /** The details of a {@code google.rpc.Status}, each an {@code Any}. */
    private static final int DETAILS = 3;

    /** Status codes follow it, as in grpcurl, so that scripts need not change. */
    private static final int EXIT_CODES = 64;

    private Failures() {}

    /** The process's exit code for a failure. */
    static int exitCode(RpcException failure) {
        return EXIT_CODES + failure.code().number();
    }

    /** A failed call, its text with everything that the server said. */
    static final class CallFailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        CallFailedException(RpcException failure, List<String> details) {
            super(failure.code() + ": " + String.join(System.lineSeparator() + "  ", text(failure, details)), failure);
        }

        private static List<String> text(RpcException failure, List<String> details) {
            List<String> all = new ArrayList<>();
            all.add(String.valueOf(failure.getMessage()));
            all.addAll(details);
            return all;
        }
    }

    /** Returns what to throw when a call has thrown that. */
    static RuntimeException of(RuntimeException thrown, JsonMessages json, Observed observed) {
        BadJsonException badRequest = badRequest(thrown);
        if (badRequest != null) {
            return badRequest;
        }
        if (!(thrown instanceof RpcException failure)) {
            return thrown;
        }
        observed.print("< ", failure.metadata());
        return new CallFailedException(failure, details(failure.details(), json));
    }

    /** Returns what was wrong with the requests of a stream, which the framework reports as the reason of its failure. */
    private static @Nullable BadJsonException badRequest(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof BadJsonException bad) {
                return bad;
            }
        }
        return null;
    }

    private static List<String> details(byte[] status, JsonMessages json) {
        List<String> details = new ArrayList<>();
        try {
            for (ByteString each :
                    UnknownFieldSet.parseFrom(status).getField(DETAILS).getLengthDelimitedList()) {
                details.add(detail(Any.parseFrom(each), json));
            }
        } catch (InvalidProtocolBufferException e) {
            // Bytes that client and server have agreed on.
            details.add("details: " + Base64.getEncoder().encodeToString(status));
        }
        return details;
    }

    private static String detail(Any detail, JsonMessages json) {
        try {
            return json.write(detail, true);
        } catch (IllegalArgumentException unknownType) {
            return "{\"@type\":\"" + detail.getTypeUrl() + "\",\"value\":\""
                    + Base64.getEncoder().encodeToString(detail.getValue().toByteArray()) + "\"}";
        }
    }
}
