package dev.tenstep.rpc.inproc;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.ConnectivityState;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.worker.HandlerShare;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The client's half: hands each call to the server of that name, in the caller's thread. Safe for use by many threads.
 */
final class InprocClientKernel implements ClientKernel {
    private static final int FIRST_CAPACITY = 512;

    private final String endpoint;
    private final KernelSettings settings;
    private final InFlight inFlight = new InFlight();
    private final Set<InprocCall> unanswered = ConcurrentHashMap.newKeySet();
    private final Queue<Unready> unready = new ConcurrentLinkedQueue<>();
    private final Sweeper sweeper;
    private volatile @Nullable Peer peer;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;
    private volatile boolean closed;

    /** A server, with its limits, this client's share of its handlers, and the methods found so far. */
    private record Peer(
            InprocServerKernel kernel, Limits limits, HandlerShare share, Map<MethodBinding, ServerMethod> methods) {}

    /** A call that waits for a server. */
    private record Unready(Call call, ReplyTo replyTo) {}

    InprocClientKernel(String endpoint, KernelSettings settings) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.sweeper = new Sweeper("rpc-" + endpoint + "-deadlines", this::sweep);
    }

    @Override
    public ConnectivityState state() {
        return ready() ? ConnectivityState.READY : ConnectivityState.TRANSIENT_FAILURE;
    }

    private boolean ready() {
        return !closed && !draining && InprocKernels.listening(endpoint) != null;
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        InprocServerKernel server = InprocKernels.listening(endpoint);
        if (closed || draining) {
            replyTo.fail(unavailable(closed ? "the client is closed" : "it is no longer an endpoint"));
        } else if (server != null) {
            carry(call, replyTo, peer(server));
        } else if (call.waitForReady()) {
            try {
                ClientKernel.encodeArguments(call, settings.maxMessage());
            } catch (RpcException e) {
                replyTo.fail(e);
                return;
            }
            unready.add(new Unready(call, replyTo));
            watch();
        } else {
            replyTo.fail(unavailable("no server in this process is listening"));
        }
    }

    private RpcException unavailable(String why) {
        return RpcException.notStarted(StatusCode.UNAVAILABLE, endpoint + ": " + why, null);
    }

    private Peer peer(InprocServerKernel server) {
        Peer known = peer;
        if (known == null || known.kernel != server) {
            Limits limits = Limits.of(settings, server.settings());
            known = new Peer(server, limits, server.services().share(), new ConcurrentHashMap<>());
            peer = known;
        }
        return known;
    }

    Limits limits(InprocServerKernel server) {
        return peer(server).limits;
    }

    HandlerShare share(InprocServerKernel server) {
        return peer(server).share;
    }

    private void carry(Call call, ReplyTo replyTo, Peer to) {
        InprocCall incoming;
        try {
            MessageInput message = encode(call, to.limits);
            incoming = new InprocCall(find(call, to), message, call, replyTo, this, to.kernel);
        } catch (RpcException e) {
            replyTo.fail(e);
            return;
        }
        if (expired(call)) {
            replyTo.fail(RpcException.notStarted(
                    StatusCode.DEADLINE_EXCEEDED,
                    "the deadline of " + call.method().displayName() + " passed before it could be sent",
                    null));
        } else if (inFlight.enter(incoming, to.limits.maxInFlight())) {
            incoming.travelToServer();
            if (!incoming.over()) {
                watch(incoming);
            }
        } else {
            watch(incoming);
            startWaiting();
        }
    }

    private static MessageInput encode(Call call, Limits limits) {
        Encoding.checkMetadata(call.metadata(), limits.maxMetadata());
        MessageOutput out = new MessageOutput(FIRST_CAPACITY);
        Encoding.parameters(call, out, limits.maxMessage());
        MessageInput message = new MessageInput();
        message.reset(out.array(), 0, out.position());
        return message;
    }

    private static ServerMethod find(Call call, Peer to) {
        try {
            return to.methods.computeIfAbsent(call.binding(), b -> to.kernel
                    .services()
                    .find(b.method().service(), b.method().name(), b.serializer(), b.fingerprint()));
        } catch (RpcException refusal) {
            call.begin(Step.TRAVEL_TO_SERVER);
            call.begin(Step.TRAVEL_TO_CLIENT);
            throw refusal.fromServer(true);
        }
    }

    /** Starts queued calls, as many as allowed. */
    void startWaiting() {
        Peer to = peer;
        int max = to == null ? settings.maxInFlight() : to.limits.maxInFlight();
        for (InprocCall next = inFlight.next(max); next != null; next = inFlight.next(max)) {
            try {
                if (next.over()) {
                    next.neverServed();
                } else {
                    next.travelToServer();
                }
            } finally {
                inFlight.started();
            }
        }
    }

    /** Notes that a call has ended here; returns whether it was never started. */
    boolean ended(InprocCall call) {
        unanswered.remove(call);
        return inFlight.leave(call);
    }

    /** Watches the deadline and the cancellation of a call that was not answered at once. */
    private void watch(InprocCall incoming) {
        unanswered.add(incoming);
        if (incoming.over()) {
            unanswered.remove(incoming);
        } else {
            watch();
        }
    }

    private void watch() {
        sweeper.soon();
        if (closed) {
            endAll();
        }
    }

    /** Ends calls that nobody waits for any more; returns whether others remain. */
    private boolean sweep() {
        long now = System.nanoTime();
        for (InprocCall call : unanswered) {
            RpcException why = ClientKernel.over(call.request(), now, false);
            if (why != null) {
                call.abandon(why, InprocCall.gaveUp(why.code()));
            }
        }
        for (Unready waiting : List.copyOf(unready)) {
            sweep(waiting);
        }
        boolean some = !unanswered.isEmpty() || !unready.isEmpty();
        if (draining && !some) {
            close();
        }
        return some;
    }

    private void sweep(Unready waiting) {
        RpcException why = ClientKernel.over(waiting.call, System.nanoTime(), true);
        if (why != null) {
            end(waiting, why);
        } else if (ready() && unready.remove(waiting)) {
            exchange(waiting.call, waiting.replyTo);
        }
    }

    private void end(Unready waiting, RpcException why) {
        if (unready.remove(waiting)) {
            ClientKernel.deliverFailure(waiting.call, waiting.replyTo, why);
        }
    }

    private static boolean expired(Call call) {
        return call.deadlineNanos() != 0 && call.remainingNanos() <= 0;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public CompletionStage<Void> drain() {
        draining = true;
        sweeper.soon();
        return drained;
    }

    @Override
    public void close() {
        closed = true;
        sweeper.close();
        endAll();
        drained.complete(null);
    }

    private void endAll() {
        RpcException gone = new RpcException(StatusCode.UNAVAILABLE, "the client of " + endpoint + " was closed");
        for (InprocCall call : unanswered) {
            call.abandon(StatusCode.UNAVAILABLE, endpoint + ": the client was closed", gone);
            call.forget();
        }
        for (Unready waiting : List.copyOf(unready)) {
            end(waiting, unavailable("the client was closed"));
        }
    }
}
