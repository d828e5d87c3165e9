package dev.tenstep.rpc.inproc;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.ReceivedReply;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.Thrown;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.IncomingCall;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.worker.HandlerShare;
import java.util.Arrays;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's call as the server in the same process sees it; its reply goes through the codec as the request did. */
final class InprocCall extends IncomingCall {
    private static final Logger LOG = LoggerFactory.getLogger(InprocCall.class);
    private static final int FIRST_CAPACITY = 512;

    private final Call request;
    private final ReplyTo replyTo;
    private final InprocClientKernel client;
    private final InprocServerKernel server;
    private final HandlerShare share;
    private final AtomicBoolean over = new AtomicBoolean();
    /** The parameters' message, which the server only reads. */
    private final byte[] message;

    private final int messageLength;
    private final @Nullable InprocStream parameter;
    private volatile @Nullable InprocStream results;

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
        this.share = client.share(server);
        this.message = message.array();
        this.messageLength = message.end();
        this.parameter = method.binding().element() == null ? null : parameter(method.binding());
    }

    private InprocStream parameter(MethodBinding binding) {
        return new InprocStream(
                "the stream of " + binding.method().displayName(),
                new InprocStream.End(requireNonNull(request.binding().element()), request),
                new InprocStream.End(requireNonNull(binding.element()), this),
                StatusCode.INVALID_ARGUMENT,
                client.limits(server).maxMessage(),
                new InprocStream.Listener() {
                    @Override
                    public void ended() {
                        requireNonNull(parameter).in().end();
                    }

                    @Override
                    public void failed(RpcException failure) {
                        abandon(failure, new RpcException(StatusCode.CANCELLED, "the client's stream failed"));
                    }

                    @Override
                    public void receiverFailed(Throwable thrown) {
                        handlerFailed(thrown);
                    }
                });
    }

    @Override
    public Flow.@Nullable Publisher<?> stream() {
        return parameter == null ? null : parameter.in();
    }

    /** Performs step 3: the message goes over to the server, in the caller's thread. */
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    void travelToServer() {
        request.begin(Step.TRAVEL_TO_SERVER, System.nanoTime());
        if (server.take(this)) {
            begin(Step.TRAVEL_TO_SERVER);
            if (method().streams()) {
                request.cancellation().onCancel(why -> abandon(why, gaveUp(why.code())));
            }
            if (parameter != null) {
                Flow.Publisher<?> stream = requireNonNull(request.stream());
                request.signals().execute(() -> parameter.open(stream));
            }
            serve();
        } else {
            reject(new RpcException(StatusCode.UNAVAILABLE, "the server at " + server.address() + " is draining"));
        }
    }

    /** Fails a call that the server does not accept. */
    private void reject(RpcException why) {
        discard();
        if (over.compareAndSet(false, true)) {
            client.ended(this);
            request.begin(Step.TRAVEL_TO_CLIENT);
            deliverFailure(why.fromServer(true));
            client.startWaiting();
        }
    }

    /** Drops a call that ended on the client while it was queued. */
    void neverServed() {
        discard();
    }

    @Override
    protected void send(Reply reply) {
        Limits limits = client.limits(server);
        Encoding.checkReplyMetadata(reply.replyMetadata(), limits.maxMetadata());
        if (reply.results() != null) {
            sendResults(reply, reply.results(), limits);
            return;
        }
        MessageOutput out = new MessageOutput(FIRST_CAPACITY);
        Encoding.result(this, reply, out, limits.maxMessage());
        ReceivedReply received = new ReceivedReply();
        received.reset(request.binding(), out.array(), 0, out.position(), reply.replyMetadata(), reply.serverNanos());
        travelToClient(received, null);
    }

    private void sendResults(Reply reply, Flow.Publisher<?> publisher, Limits limits) {
        ReceivedReply received = new ReceivedReply();
        InprocStream stream = new InprocStream(
                "the results of " + method().displayName(),
                new InprocStream.End(binding().result(), this),
                new InprocStream.End(request.binding().result(), request),
                StatusCode.INTERNAL,
                limits.maxMessage(),
                new InprocStream.Listener() {
                    @Override
                    public void ended() {
                        received.trailers(trailers());
                        resultsEnded(null);
                    }

                    @Override
                    public void failed(RpcException failure) {
                        resultsEnded(failure);
                    }

                    @Override
                    public void receiverFailed(Throwable thrown) {
                        Thrown.log(LOG, "a subscriber to the results of " + request + " failed", thrown);
                        abandon(gaveUp(StatusCode.CANCELLED), gaveUp(StatusCode.CANCELLED));
                    }

                    @Override
                    public boolean failsInOrder() {
                        return true;
                    }
                });
        results = stream;
        begin(Step.TRAVEL_TO_CLIENT);
        if (over.get()) {
            stream.abort(gaveUp(StatusCode.CANCELLED));
        } else {
            request.begin(Step.TRAVEL_TO_CLIENT);
            received.reset(request.binding(), new byte[0], 0, 0, reply.replyMetadata(), reply.serverNanos());
            CallContext.outside(() -> ClientKernel.deliver(request, replyTo, received.withStream(stream.in())));
        }
        stream.open(publisher);
    }

    /** Ends the call, since the last of the results was sent, or they failed. */
    private void resultsEnded(@Nullable RpcException failure) {
        ended(failure);
        server.answered(this);
        if (over.compareAndSet(false, true)) {
            client.ended(this);
            endParameter();
            InprocStream stream = requireNonNull(results);
            CallContext.outside(() -> {
                if (failure == null) {
                    stream.in().end();
                } else {
                    stream.in().fail(crossed(failure));
                }
            });
            client.startWaiting();
        }
    }

    private void endParameter() {
        if (parameter != null) {
            parameter.abort(new RpcException(StatusCode.CANCELLED, this + " has ended"));
        }
    }

    /** The server's failure for a call that its client gave up: its deadline passed, or it was cancelled. */
    static RpcException gaveUp(StatusCode why) {
        return why == StatusCode.DEADLINE_EXCEEDED
                ? new RpcException(why, "the deadline of the call passed on the client")
                : new RpcException(StatusCode.CANCELLED, "the client cancelled the call");
    }

    @Override
    protected void sendFailure(RpcException failure) {
        travelToClient(null, crossed(failure));
    }

    @Override
    protected void sendRefusal(Refusal refusal) {
        travelToClient(null, WireFailure.of(refusal, maxMetadata()).received(request.binding()));
    }

    @Override
    protected void givenUp(RpcException why) {
        if (parameter != null) {
            parameter.abort(why);
        }
    }

    @Override
    protected HandlerShare share() {
        return share;
    }

    /** Gives the client a failure, after which it may send the same message again. */
    private void deliverFailure(RpcException failure) {
        if (failure.notStarted() || request.method().idempotent()) {
            request.argumentsSent(Arrays.copyOf(message, messageLength));
        }
        CallContext.outside(() -> ClientKernel.deliverFailure(request, replyTo, failure));
    }

    /** The client's copy of a failure. */
    private RpcException crossed(RpcException failure) {
        return WireFailure.of(this, failure, maxMetadata()).received(request.binding());
    }

    private int maxMetadata() {
        return client.limits(server).maxMetadata();
    }

    /** Performs step 8: the answer goes back to the client, in the thread that gave it. */
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    private void travelToClient(@Nullable Reply reply, @Nullable RpcException failure) {
        begin(Step.TRAVEL_TO_CLIENT);
        server.answered(this);
        if (!over.compareAndSet(false, true)) {
            return;
        }
        client.ended(this);
        endParameter();
        request.begin(Step.TRAVEL_TO_CLIENT);
        if (reply != null) {
            CallContext.outside(() -> ClientKernel.deliver(request, replyTo, reply));
        } else {
            deliverFailure(requireNonNull(failure));
        }
        client.startWaiting();
    }

    /** Returns whether the call has ended on the client. */
    boolean over() {
        return over.get();
    }

    /** Ends the call on the client without an answer, and tells the server why nobody waits for one. */
    void abandon(StatusCode code, String why, RpcException toServer) {
        abandon(new RpcException(code, why), toServer);
    }

    void abandon(RpcException failure, RpcException toServer) {
        if (over.compareAndSet(false, true)) {
            boolean notStarted = client.ended(this);
            InprocStream stream = results;
            if (stream == null) {
                RpcException reported = notStarted
                        ? RpcException.notStarted(failure.code(), String.valueOf(failure.getMessage()), null)
                        : failure;
                deliverFailure(reported);
            } else {
                stream.abort(failure);
                server.answered(this);
                ended(toServer);
            }
            if (notStarted) {
                discard();
            } else {
                cancel(toServer);
            }
            endParameter();
            client.startWaiting();
        }
    }

    /** Fails whatever is not fully answered, since the server is closed. */
    void endHere(RpcException closed) {
        cancel(closed);
        InprocStream stream = results;
        if (stream != null && over.compareAndSet(false, true)) {
            client.ended(this);
            stream.abort(crossed(closed));
            endParameter();
            server.answered(this);
        }
    }

    /** Returns whether it has ended on a client that is closed: nobody will ever ask for its outcome. */
    boolean orphaned() {
        return over.get() && client.closed();
    }

    /** Lets the server close without answering, since the client is gone. */
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
    public int attempt() {
        return request.attempt();
    }

    @Override
    public String protocol() {
        return "inproc";
    }

    @Override
    public String peer() {
        return "inproc";
    }
}
