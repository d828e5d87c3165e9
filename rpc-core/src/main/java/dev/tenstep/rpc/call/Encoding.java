package dev.tenstep.rpc.call;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a call's messages, and maps the failures of those that cannot be encoded: the same codes and texts in every
 * protocol. Stateless; any thread.
 *
 * <p>A protocol that writes more than the message in one go catches everything itself and has it mapped here:
 *
 * <pre>{@code
 * try {
 *     writeHeader(out);
 *     call.writeArguments(out);
 *     out.checkLimit();
 * } catch (Throwable e) {
 *     throw Encoding.unwritableParameters(call, e, maxMessage);
 * }
 * }</pre>
 */
public final class Encoding {
    private Encoding() {}

    /**
     * Appends the message of a call's parameters to the output.
     *
     * @param maxMessage the longest that it may be, in bytes
     * @throws RpcException not started: the parameters cannot be written, or are too large
     */
    public static void parameters(Call call, MessageOutput out, int maxMessage) {
        try {
            limit(out, maxMessage);
            call.writeArguments(out);
            out.checkLimit();
        } catch (Throwable e) {
            throw unwritableParameters(call, e, maxMessage);
        }
    }

    /**
     * Appends the message of a call's result to the output.
     *
     * @param maxMessage the longest that it may be, in bytes
     * @throws RpcException the result cannot be written, or is too large
     */
    public static void result(Call call, Reply reply, MessageOutput out, int maxMessage) {
        try {
            limit(out, maxMessage);
            reply.writeResult(out);
            out.checkLimit();
        } catch (Throwable e) {
            throw unwritableResult(call, e, maxMessage);
        }
    }

    private static void limit(MessageOutput out, int maxMessage) {
        out.limit((int) Math.min(Integer.MAX_VALUE, (long) out.position() + maxMessage));
    }

    /** Maps an exception thrown while a call's parameters were written to the call's failure, which is not started. */
    public static RpcException unwritableParameters(Call call, Throwable thrown, int maxMessage) {
        if (thrown instanceof RpcException said) {
            // An accessor's own exception, perhaps about another call: whatever it says about that one, this one was
            // not started.
            return said.notStarted() && !said.fromServer()
                    ? said
                    : RpcException.notStarted(said.code(), String.valueOf(said.getMessage()), said);
        }
        String parameters = "the parameters of " + call.method().displayName();
        if (thrown instanceof MessageTooLargeException) {
            String text = parameters + " are larger than the message limit (" + maxMessage + " bytes)";
            return RpcException.notStarted(StatusCode.RESOURCE_EXHAUSTED, text, thrown);
        }
        String text =
                parameters + " cannot be written with " + call.binding().serializer() + ": " + Thrown.text(thrown);
        return RpcException.notStarted(StatusCode.INVALID_ARGUMENT, text, thrown);
    }

    /** Maps an exception thrown while a call's result was written to the call's failure. */
    public static RpcException unwritableResult(Call call, Throwable thrown, int maxMessage) {
        return thrown instanceof MessageTooLargeException
                ? tooLarge("the result of " + call.method().displayName(), maxMessage, null)
                : unwritable(call, "the result", thrown);
    }

    /**
     * Maps an exception thrown while a stream's element was written to the stream's failure.
     *
     * @param stream the stream's description, for people to read: "the results of Users.all"
     * @param reason says to the receiver why an element cannot be written
     */
    public static RpcException unwritableElement(
            String stream, Throwable thrown, int maxMessage, Function<Throwable, String> reason) {
        String element = "an element of " + stream;
        return thrown instanceof MessageTooLargeException
                ? tooLarge(element, maxMessage, thrown)
                : new RpcException(
                        StatusCode.INTERNAL, element + " cannot be written: " + reason.apply(thrown), thrown);
    }

    /**
     * Maps an exception thrown while a server's answer was written to the call's failure; the server's log has the
     * reason.
     *
     * @param what the part of the call, for people to read: "the result", "a declared exception"
     */
    public static RpcException unwritable(Call call, String what, Throwable thrown) {
        String text =
                what + " of " + call.method().displayName() + " cannot be written; " + call.unwritableElement(thrown);
        return new RpcException(StatusCode.INTERNAL, text);
    }

    private static RpcException tooLarge(String what, int maxMessage, @Nullable Throwable cause) {
        String text = what + " is larger than the message limit (" + maxMessage + " bytes)";
        return new RpcException(StatusCode.RESOURCE_EXHAUSTED, text, cause);
    }

    /**
     * Checks the metadata of a request.
     *
     * @param most the size that the server accepts, in bytes
     * @throws RpcException not started: it is larger
     */
    public static void checkMetadata(Metadata metadata, int most) {
        if (metadata.size() > most) {
            throw RpcException.notStarted(StatusCode.RESOURCE_EXHAUSTED, tooLong("metadata", metadata, most), null);
        }
    }

    /**
     * Checks the metadata of a reply.
     *
     * @param most the size that the client accepts, in bytes
     * @throws RpcException it is larger
     */
    public static void checkReplyMetadata(Metadata metadata, int most) {
        if (metadata.size() > most) {
            throw new RpcException(StatusCode.RESOURCE_EXHAUSTED, tooLong("reply metadata", metadata, most));
        }
    }

    private static String tooLong(String what, Metadata metadata, int most) {
        return what + ": " + metadata.size() + " bytes (expected: at most " + most + ")";
    }
}
