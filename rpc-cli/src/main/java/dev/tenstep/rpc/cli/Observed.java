package dev.tenstep.rpc.cli;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.CallTrace;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Prints what goes on beside a call's messages: metadata as it comes and goes, and at last the ten steps, or those that the
 * client knows. Only part of clients whose calls are to be shown, from {@link #options} on. Threads: the command's, and those
 * that send and receive.
 */
final class Observed implements Filter {
    private static final int TRACE_SECONDS = 1;

    private final PrintWriter err;
    private final ClientSteps steps = new ClientSteps();
    private volatile boolean begun;
    private final BlockingQueue<CallTrace> traces = new LinkedBlockingQueue<>();
    private volatile boolean traced;
    private volatile @Nullable Reply streamed;

    Observed(PrintWriter err) {
        this.err = err;
    }

    /** Adds it to a client. */
    RpcClient.Builder on(RpcClient.Builder client) {
        return client.filter(this).listener(steps);
    }

    /** Begins to observe the client's calls, of which there is one more, and adds to its options what this needs. */
    CallOptions options(CallOptions options) {
        begun = true;
        steps.begin();
        return options.withTrace(traces::add);
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo, Exchange next) {
        if (!begun) {
            next.exchange(call, replyTo);
            return;
        }
        print("> ", call.metadata());
        next.exchange(call, new ReplyTo() {
            @Override
            public void reply(Reply reply) {
                print("< ", reply.replyMetadata());
                if (reply.results() != null) {
                    streamed = reply;
                } else {
                    traced = reply.serverNanos() != null;
                }
                replyTo.reply(reply);
            }

            @Override
            public void fail(RpcException failure) {
                replyTo.fail(failure);
            }
        });
    }

    private void print(String mark, Metadata metadata) {
        for (Metadata.Entry entry : metadata.entries()) {
            boolean binary = entry.key().endsWith("-bin");
            err.println(mark + entry.key() + ": "
                    + (binary
                            ? Base64.getEncoder().encodeToString(entry.value())
                            : Terminal.plain(new String(entry.value(), StandardCharsets.UTF_8))));
        }
        err.flush();
    }

    /** Prints what is known at the end of a call that succeeded. */
    void succeeded() {
        Reply ended = streamed;
        if (ended != null) {
            print("< ", ended.trailers());
        }
        String known = steps.awaitEnd();
        CallTrace whole = traced ? trace() : null;
        err.print(whole == null ? known : whole.table());
        err.flush();
    }

    /** Returns the trace, which the thread that read the reply reports after the end. */
    private @Nullable CallTrace trace() {
        try {
            return traces.poll(TRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Prints what is known at the end of a call that failed. */
    void failed(RpcException failure) {
        print("< ", failure.metadata());
        err.print(steps.awaitEnd());
        err.flush();
    }
}
