package dev.tenstep.rpc.inproc;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ClientKernel;
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
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A client's call as the server in the same process sees it; its reply goes through the codec like the request did. */
final class InprocCall extends IncomingCall {
    private static final int FIRST_CAPACITY = 512;

    private final Call request;
    private final ReplyTo replyTo;
    private final InprocClientKernel client;
    private final InprocServerKernel server;
    private final AtomicBoolean over = new AtomicBoolean();

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

    /** Step 3: the message goes over to the server, in the caller's thread. */
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    void travelToServer() {
        request.begin(Step.TRAVEL_TO_SERVER);
        if (server.take(this)) {
            begin(Step.TRAVEL_TO_SERVER);
            serve();
        } else {
            refuse(new RpcException(StatusCode.UNAVAILABLE, "the server at " + server.address() + " drains"));
        }
    }

    private void refuse(RpcException why) {
        if (over.compareAndSet(false, true)) {
            client.ended(this);
            request.begin(Step.TRAVEL_TO_CLIENT);
            ClientKernel.deliverFailure(request, replyTo, why.fromServer(true));
            client.startWaiting();
        }
    }

    @Override
    protected void send(Reply reply) {
        Limits limits = client.limits(server);
        limits.check("reply metadata", reply.replyMetadata());
        MessageOutput out = new MessageOutput(FIRST_CAPACITY);
        try {
            out.limit(limits.maxMessage());
            reply.writeResult(out);
            out.checkLimit();
        } catch (MessageTooLargeException e) {
            throw limits.tooLarge("the result of " + method().displayName());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new RpcException(
                    StatusCode.INTERNAL, "the result of " + method().displayName() + " cannot be written: " + e, e);
        }
        ReceivedReply received = new ReceivedReply();
        received.reset(request.binding(), out.array(), 0, out.position(), reply.replyMetadata(), reply.serverNanos());
        travelToClient(received, null);
    }

    @Override
    protected void sendFailure(RpcException failure) {
        RpcException crossed = failure.declaredIndex() >= 0 ? crossDeclared(failure) : cross(failure);
        if (client.limits(server).allow(failure.metadata())) {
            crossed = crossed.withMetadata(failure.metadata());
        }
        travelToClient(null, crossed.fromServer(failure.notStarted()));
    }

    /** Step 8: the answer goes back to the client, in the thread that gave it. */
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    private void travelToClient(@Nullable Reply reply, @Nullable RpcException failure) {
        begin(Step.TRAVEL_TO_CLIENT);
        server.answered(this);
        if (!over.compareAndSet(false, true)) {
            return;
        }
        client.ended(this);
        request.begin(Step.TRAVEL_TO_CLIENT);
        if (reply != null) {
            ClientKernel.deliver(request, replyTo, reply);
        } else {
            ClientKernel.deliverFailure(request, replyTo, requireNonNull(failure));
        }
        client.startWaiting();
    }

    /** What crosses of a failure: neither its cause nor its stack. */
    private static RpcException cross(RpcException failure) {
        RpcException said = new RpcException(failure.code(), String.valueOf(failure.getMessage()));
        byte[] details = failure.details();
        return details.length == 0 ? said : said.withDetails(details);
    }

    /** The caller gets an exception of its own, made from the message as over a network. */
    private RpcException crossDeclared(RpcException failure) {
        try {
            MessageOutput out = new MessageOutput(FIRST_CAPACITY);
            int index = failure.declaredIndex();
            binding().exceptions().get(index).encode(failure.getCause(), out);
            Codec codec = request.binding().exceptions().get(index);
            Object copy = codec.decode(new MessageInput(Arrays.copyOf(out.array(), out.position())));
            return RpcException.declared((Throwable) requireNonNull(copy), index);
        } catch (Exception | StackOverflowError e) {
            return new RpcException(
                    StatusCode.INTERNAL, "a declared exception of " + method().displayName() + " cannot cross: " + e);
        }
    }

    /** Whether the call has ended at the client. */
    boolean over() {
        return over.get();
    }

    /** Ends the call at the client without an answer, and tells the server why nobody waits for one. */
    void abandon(StatusCode code, String why, RpcException toServer) {
        if (over.compareAndSet(false, true)) {
            boolean notStarted = client.ended(this);
            ClientKernel.deliverFailure(
                    request,
                    replyTo,
                    notStarted ? RpcException.notStarted(code, why, null) : new RpcException(code, why));
            cancel(toServer);
            client.startWaiting();
        }
    }

    /** Its client is gone: the server need not answer it before it closes. */
    void forget() {
        server.answered(this);
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
