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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out why a call failed, and what is to be said about it. */
final class Failures {
    /** The details of a {@code google.rpc.Status}, each an {@code Any}. */
    private static final int DETAILS = 3;

    /** Status codes follow it, as in grpcurl, so that scripts need not change. */
    private static final int EXIT_CODES = 64;

    /** The most characters of a failure's text that are shown without being asked for. */
    private static final int LONGEST = 300;

    /** An exception that the server's interface declares; its class's name is said twice. */
    private static final Pattern UNDECLARED = Pattern.compile(
            "\\S+ failed with (\\S+), which it does not declare on this client: (?:(?:[\\w$]+\\.)+[\\w$]+(?:: |$))?(.*)",
            Pattern.DOTALL);

    private Failures() {}

    /** The process's exit code for a failure. */
    static int exitCode(RpcException failure) {
        return EXIT_CODES + failure.code().number();
    }

    /** A failed call, its text with everything that the server said. */
    static final class CallFailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        CallFailedException(RpcException failure, List<String> lines) {
            super(failure.code() + ": " + String.join(System.lineSeparator() + "  ", lines), failure);
        }
    }

    /** Returns what to throw when a call has thrown that. */
    static RuntimeException of(RuntimeException thrown, JsonMessages json, @Nullable Observed observed) {
        BadJsonException badRequest = badRequest(thrown);
        if (badRequest != null) {
            return badRequest;
        }
        if (!(thrown instanceof RpcException failure)) {
            return thrown;
        }
        List<String> lines = new ArrayList<>();
        String whole = String.valueOf(failure.getMessage());
        lines.add(brief(whole, observed == null));
        if (observed != null) {
            observed.failed(failure);
            if (!whole.equals(lines.get(0))) {
                whole.lines().forEach(lines::add);
            }
        }
        lines.addAll(details(failure.details(), json));
        return new CallFailedException(failure, lines);
    }

    /** Returns one line of a failure's text; interfaces, which may declare an exception or not, have no part in it. */
    private static String brief(String whole, boolean hint) {
        Matcher undeclared = UNDECLARED.matcher(whole);
        if (undeclared.matches()) {
            String said = undeclared.group(2);
            return undeclared.group(1) + (said.isEmpty() ? "" : ": " + firstLine(said, hint));
        }
        return firstLine(whole, hint);
    }

    private static String firstLine(String text, boolean hint) {
        String line = text.lines().findFirst().orElse("");
        String cut = line.length() <= LONGEST ? line : line.substring(0, LONGEST);
        return cut.length() == text.stripTrailing().length()
                ? cut
                : cut + " ..." + (hint ? " (-v shows all " + text.length() + " characters)" : "");
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
