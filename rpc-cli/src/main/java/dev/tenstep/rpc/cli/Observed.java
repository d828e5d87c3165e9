package dev.tenstep.rpc.cli;

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

/** Prints what goes on beside a call's messages: metadata as it comes and goes, and at last the ten steps. */
final class Observed implements Filter {
    private static final int TRACE_SECONDS = 1;

    private final boolean wanted;
    private final PrintWriter err;
    private final BlockingQueue<CallTrace> traces = new LinkedBlockingQueue<>();
    private volatile @Nullable Reply streamed;

    /** Makes one, which prints nothing unless that is wanted. */
    Observed(boolean wanted, PrintWriter err) {
        this.wanted = wanted;
        this.err = err;
    }

    /** Adds to a call's options what this needs. */
    CallOptions options(CallOptions options) {
        return wanted ? options.withTrace(traces::add) : options;
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo, Exchange next) {
        if (!wanted) {
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
                }
                replyTo.reply(reply);
            }

            @Override
            public void fail(RpcException failure) {
                replyTo.fail(failure);
            }
        });
    }

    /** Prints metadata, a line each. */
    void print(String mark, Metadata metadata) {
        if (!wanted) {
            return;
        }
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
    void report() {
        Reply ended = streamed;
        if (ended != null) {
            print("< ", ended.trailers());
        }
        if (!wanted || ended != null) {
            return;
        }
        try {
            // The thread that read the reply reports it, perhaps a moment later than this one.
            CallTrace trace = traces.poll(TRACE_SECONDS, TimeUnit.SECONDS);
            err.print(trace == null ? "" : trace.table());
            err.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
