package dev.tenstep.rpc.inproc;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ClientKernel;
import dev.tenstep.rpc.call.KernelSettings;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.ServerMethod;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The client's half: hands each call to the server of that name, in the caller's thread. Safe for use by many threads. */
final class InprocClientKernel implements ClientKernel {
    private static final int FIRST_CAPACITY = 512;

    private final String endpoint;
    private final KernelSettings settings;
    private final Map<MethodBinding, ServerMethod> declared = new ConcurrentHashMap<>();
    private final Set<InprocCall> waiting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable InprocServerKernel server;
    private @Nullable ScheduledExecutorService sweeper;
    private @Nullable ScheduledFuture<?> sweep;
    private volatile boolean closed;

    InprocClientKernel(String endpoint, KernelSettings settings) {
        this.endpoint = endpoint;
        this.settings = settings;
    }

    KernelSettings settings() {
        return settings;
    }

    @Override
    public boolean ready() {
        return !closed && InprocKernels.listening(endpoint) != null;
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        InprocServerKernel peer = InprocKernels.listening(endpoint);
        if (closed || peer == null) {
            String why = closed ? "the client is closed" : "no server of this process listens at " + endpoint;
            replyTo.fail(RpcException.notStarted(StatusCode.UNAVAILABLE, why, null));
            return;
        }
        InprocCall incoming;
        try {
            incoming = carry(call, replyTo, peer);
        } catch (MessageTooLargeException e) {
            replyTo.fail(InprocCall.tooLarge(call.method().displayName() + "'s parameters", settings.maxMessage()));
            return;
        } catch (RpcException e) {
            replyTo.fail(e.fromServer(e.notStarted()));
            return;
        } catch (Exception | StackOverflowError e) {
            replyTo.fail(RpcException.notStarted(
                    StatusCode.INVALID_ARGUMENT,
                    "the parameters of " + call.method().displayName() + " cannot be written: " + e,
                    e));
            return;
        }
        deliver(incoming, peer);
    }

    private InprocCall carry(Call call, ReplyTo replyTo, InprocServerKernel peer) throws Exception {
        ServerMethod method = find(call.binding(), peer);
        if (call.metadata().size() > settings.maxMetadata()) {
            throw RpcException.notStarted(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "metadata: " + call.metadata().size() + " bytes (expected: at most " + settings.maxMetadata() + ")",
                    null);
        }
        MessageOutput out = new MessageOutput(FIRST_CAPACITY);
        out.limit(settings.maxMessage());
        call.writeArguments(out);
        out.checkLimit();
        MessageInput message = new MessageInput();
        message.reset(out.array(), 0, out.position());
        return new InprocCall(method, message, call, replyTo, this, peer);
    }

    private ServerMethod find(MethodBinding binding, InprocServerKernel peer) {
        if (server != peer) {
            declared.clear();
            server = peer;
        }
        return declared.computeIfAbsent(binding, b -> peer.services()
                .find(b.method().service(), b.method().name(), b.serializer(), b.fingerprint()));
    }

    private void deliver(InprocCall incoming, InprocServerKernel peer) {
        if (!peer.take(incoming)) {
            incoming.fail(
                    RpcException.notStarted(StatusCode.UNAVAILABLE, "the server at " + endpoint + " drains", null));
            return;
        }
        incoming.travelToServer();
        if (!incoming.answered()) {
            watch(incoming);
        }
    }

    /** Has the deadline and the cancellation of a call kept that was not answered at once. */
    private void watch(InprocCall incoming) {
        waiting.add(incoming);
        incoming.request().cancellation().onCancel(why -> {
            ended(incoming);
            incoming.cancel(why);
        });
        if (incoming.answered()) {
            waiting.remove(incoming);
            return;
        }
        synchronized (this) {
            if (sweep == null && !closed) {
                sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread thread = new Thread(task, "rpc-" + endpoint + "-deadlines");
                    thread.setDaemon(true);
                    return thread;
                });
                sweep = sweeper.scheduleWithFixedDelay(this::endExpired, 10, 10, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void endExpired() {
        for (InprocCall call : waiting) {
            if (call.deadlineNanos() != 0 && call.remainingNanos() <= 0) {
                call.expire(new RpcException(
                        StatusCode.DEADLINE_EXCEEDED,
                        "the deadline of " + call.method().displayName() + " passed while the server worked on it"));
            }
        }
    }

    void ended(InprocCall call) {
        waiting.remove(call);
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            if (sweeper != null) {
                sweeper.shutdown();
            }
        }
        RpcException why = new RpcException(StatusCode.UNAVAILABLE, "the client was closed");
        waiting.forEach(call -> call.expire(why));
    }
}
