package dev.tenstep.rpc.transport.netty.line;

import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.IncomingCall;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.stream.OutboundStream;
import dev.tenstep.rpc.stream.StreamSink;
import dev.tenstep.rpc.worker.HandlerShare;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A call that arrived in a line. */
final class LineCall extends IncomingCall {
    private final LineServerConnection connection;
    private final long id;
    private volatile @Nullable OutboundStream results;

    LineCall(LineServerConnection connection, long id, ServerMethod method, MessageInput message, long deadlineNanos) {
        super(method, message, Metadata.EMPTY, deadlineNanos, false);
        this.connection = connection;
        this.id = id;
    }

    @Override
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    protected void send(Reply reply) {
        begin(Step.TRAVEL_TO_CLIENT);
        if (reply.results() != null) {
            OutboundStream stream = new OutboundStream(
                    binding().result(),
                    "the results of " + method().displayName(),
                    signals(),
                    this::streamFailure,
                    new Sink());
            results = stream;
            stream.open(reply.results(), OutboundStream.ANY_NUMBER, LineWindow.BYTES);
            return;
        }
        MessageOutput out = new MessageOutput(512);
        Encoding.result(this, reply, out, connection.context().settings().maxMessage());
        connection.answer(id, "result", Long.toString(id), LineProtocol.word(out));
    }

    @Override
    protected void sendFailure(RpcException failure) {
        answer(WireFailure.of(this, failure, connection.maxMetadata()));
    }

    @Override
    protected void sendRefusal(Refusal refusal) {
        answer(WireFailure.of(refusal, connection.maxMetadata()));
    }

    private void answer(WireFailure failure) {
        connection.answer(id, LineProtocol.words(id, failure));
    }

    /** Notes that the client takes more results. */
    void more(int bytes) {
        OutboundStream stream = results;
        if (stream != null) {
            stream.grant(0, bytes);
        }
    }

    @Override
    protected void givenUp(RpcException why) {
        OutboundStream stream = results;
        if (stream != null) {
            stream.abort(why);
        }
    }

    @Override
    protected void argumentsKept(int bytes) {
        connection.context().memory().undecoded().add(bytes);
    }

    @Override
    protected void argumentsTaken(int bytes) {
        connection.context().memory().undecoded().add(-bytes);
    }

    @Override
    protected HandlerShare share() {
        return connection.share();
    }

    @Override
    public long callId() {
        return connection.context().number() << Integer.SIZE | id;
    }

    @Override
    public String protocol() {
        return LineProtocol.NAME;
    }

    @Override
    public String peer() {
        return connection.context().peer();
    }

    private final class Sink implements StreamSink {
        @Override
        public void item(MessageOutput frame) {
            String message = LineProtocol.word(Arrays.copyOf(frame.array(), frame.position()));
            connection
                    .context()
                    .channel()
                    .eventLoop()
                    .execute(() ->
                            LineProtocol.send(connection.context().channel(), "item", Long.toString(id), message));
        }

        @Override
        public int headroom() {
            return 0;
        }

        @Override
        public int overhead() {
            return LineWindow.LINE;
        }

        @Override
        public void end() {
            connection.answer(id, "end", Long.toString(id));
            ended(null);
        }

        @Override
        public void fail(RpcException failure) {
            sendFailure(failure);
            ended(failure);
        }

        @Override
        public boolean ready() {
            return connection.context().channel().isWritable();
        }

        @Override
        public int maxMessage() {
            return connection.context().settings().maxMessage();
        }
    }
}
