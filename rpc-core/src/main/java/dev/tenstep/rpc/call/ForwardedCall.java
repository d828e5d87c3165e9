package dev.tenstep.rpc.call;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A call that forwards to another one, except for what a subclass overrides. */
public abstract class ForwardedCall implements Call {
    private final Call call;

    public ForwardedCall(Call call) {
        this.call = call;
    }

    /** The call that this one forwards to. */
    protected final Call call() {
        return call;
    }

    @Override
    public MethodBinding binding() {
        return call.binding();
    }

    @Override
    public Metadata metadata() {
        return call.metadata();
    }

    @Override
    public long deadlineNanos() {
        return call.deadlineNanos();
    }

    @Override
    public Cancellation cancellation() {
        return call.cancellation();
    }

    @Override
    public boolean cancelled() {
        return call.cancelled();
    }

    @Override
    public long callId() {
        return call.callId();
    }

    @Override
    public int attempt() {
        return call.attempt();
    }

    @Override
    public @Nullable Object[] arguments() {
        return call.arguments();
    }

    @Override
    public void writeArguments(MessageOutput out) throws IOException {
        call.writeArguments(out);
    }

    @Override
    public int encodeArguments(int maxMessage) throws IOException {
        return call.encodeArguments(maxMessage);
    }

    @Override
    public void argumentsSent(byte @Nullable [] message) {
        call.argumentsSent(message);
    }

    @Override
    public Flow.@Nullable Publisher<?> stream() {
        return call.stream();
    }

    @Override
    public RpcException streamFailure(Throwable thrown) {
        return call.streamFailure(thrown);
    }

    @Override
    public String unreadableElement(Throwable thrown) {
        return call.unreadableElement(thrown);
    }

    @Override
    public String unwritableElement(Throwable thrown) {
        return call.unwritableElement(thrown);
    }

    @Override
    public Executor signals() {
        return call.signals();
    }

    @Override
    public @Nullable String protocol() {
        return call.protocol();
    }

    @Override
    public @Nullable String peer() {
        return call.peer();
    }

    @Override
    public @Nullable X509Certificate peerCertificate() {
        return call.peerCertificate();
    }

    @Override
    public @Nullable Principal principal() {
        return call.principal();
    }

    @Override
    public Reply replyWith(@Nullable Object result) {
        return call.replyWith(result);
    }

    @Override
    public void begin(Step step) {
        call.begin(step);
    }

    @Override
    public void begin(Step step, long nanos) {
        call.begin(step, nanos);
    }

    @Override
    public @Nullable String compression() {
        return call.compression();
    }

    @Override
    public boolean waitForReady() {
        return call.waitForReady();
    }

    @Override
    public boolean waitsInThisThread() {
        return call.waitsInThisThread();
    }

    @Override
    public boolean traced() {
        return call.traced();
    }

    @Override
    public String toString() {
        return call.toString();
    }
}
