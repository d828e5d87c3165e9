package dev.tenstep.rpc.inproc;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.IncomingCall;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.ReceivedReply;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.ServerMethod;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import java.io.IOException;
import java.util.function.Consumer;

/** A client's call as the server in the same process sees it; its reply goes through the codec like the request did. */
final class InprocCall extends IncomingCall {
    private static final int FIRST_CAPACITY = 512;

    private final Call request;
    private final ReplyTo replyTo;
    private final InprocClientKernel client;
    private final InprocServerKernel server;

    InprocCall(
            ServerMethod method,
            MessageInput message,
            Call request,
            ReplyTo replyTo,
            InprocClientKernel client,
            InprocServerKernel server) {
        super(method, message, request.metadata(), request.deadlineNanos(), request.traced());
        this.request = request;
        this.replyTo = replyTo;
        this.client = client;
        this.server = server;
    }

    @Override
    protected void send(Reply reply) {
        MessageOutput out = new MessageOutput(FIRST_CAPACITY);
        try {
            out.limit(client.settings().maxMessage());
            reply.writeResult(out);
            out.checkLimit();
        } catch (MessageTooLargeException e) {
            throw tooLarge(
                    "the result of " + method().displayName(), client.settings().maxMessage());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new RpcException(
                    StatusCode.INTERNAL, "the result of " + method().displayName() + " cannot be written: " + e, e);
        }
        ReceivedReply received = new ReceivedReply();
        received.reset(request.binding(), out.array(), 0, out.position(), reply.replyMetadata(), reply.serverNanos());
        travelToClient(client -> client.reply(received));
    }

    @Override
    protected void sendFailure(RpcException failure) {
        RpcException crossed = failure.declaredIndex() >= 0 ? crossDeclared(failure) : failure;
        travelToClient(client -> client.fail(crossed.fromServer(failure.notStarted())));
    }

    /** Step 3: the message goes over to the server, in the caller's thread. */
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    void travelToServer() {
        request.begin(Step.TRAVEL_TO_SERVER);
        begin(Step.TRAVEL_TO_SERVER);
        serve();
    }

    /** Step 8: the answer goes back to the client, in the thread that gave it. */
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    private void travelToClient(Consumer<ReplyTo> answer) {
        begin(Step.TRAVEL_TO_CLIENT);
        request.begin(Step.TRAVEL_TO_CLIENT);
        server.answered(this);
        client.ended(this);
        answer.accept(replyTo);
    }

    /** The caller gets an exception of its own, made from the message as over a network. */
    private RpcException crossDeclared(RpcException failure) {
        try {
            MessageOutput out = new MessageOutput(FIRST_CAPACITY);
            int index = failure.declaredIndex();
            binding().exceptions().get(index).encode(failure.getCause(), out);
            Codec codec = request.binding().exceptions().get(index);
            Object copy = codec.decode(new MessageInput(java.util.Arrays.copyOf(out.array(), out.position())));
            return RpcException.declared((Throwable) java.util.Objects.requireNonNull(copy), index)
                    .withMetadata(failure.metadata());
        } catch (Exception | StackOverflowError e) {
            return new RpcException(
                    StatusCode.INTERNAL, "an exception of " + method().displayName() + " cannot cross: " + e, e);
        }
    }

    static RpcException tooLarge(String what, int limit) {
        return new RpcException(
                StatusCode.RESOURCE_EXHAUSTED, what + " is larger than a message may be (" + limit + " bytes)");
    }

    /** Ends the call at the client without an answer: the deadline passed. */
    void expire(RpcException why) {
        client.ended(this);
        replyTo.fail(why);
        cancel(why);
    }

    Call request() {
        return request;
    }

    @Override
    public long callId() {
        return request.callId();
    }

    @Override
    public String peer() {
        return "inproc";
    }
}
