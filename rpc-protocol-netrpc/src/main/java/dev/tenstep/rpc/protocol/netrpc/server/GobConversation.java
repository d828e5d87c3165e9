package dev.tenstep.rpc.protocol.netrpc.server;

import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.netrpc.gob.HeadReader;
import dev.tenstep.rpc.protocol.netrpc.gob.HeadWriter;
import dev.tenstep.rpc.protocol.netrpc.gob.KnownTypes;
import dev.tenstep.rpc.protocol.netrpc.gob.MalformedGobException;
import dev.tenstep.rpc.protocol.netrpc.gob.SentTypes;
import dev.tenstep.rpc.protocol.netrpc.server.ServedMethods.ServedMethod;
import dev.tenstep.rpc.protocol.netrpc.wire.GobFrames;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A conversation in gob: definitions of types, and in turn the head of a request and its parameters. Event loop only. */
final class GobConversation implements Conversation {
    private final NetrpcServerConnection connection;
    private final ServedMethods methods;
    private final GobFrames frames = new GobFrames();
    private final KnownTypes known = new KnownTypes(GobFrames.MAX_DEFINITIONS);
    private final HeadReader head = new HeadReader(known);
    private final HeadWriter heads = new HeadWriter();
    private final SentTypes sent = new SentTypes();
    private int held;
    /** True between the head of a request and its parameters. */
    private boolean called;

    private @Nullable ServedMethod method;
    /** The name that the request gave, if there is no method of that name. */
    private String unknown = "";

    GobConversation(NetrpcServerConnection connection, ServedMethods methods) {
        this.connection = connection;
        this.methods = methods;
    }

    /** A call with the client's number, which need not be unique. */
    private static final class GobCall extends NetrpcCall {
        private final long seq;

        GobCall(
                GobConversation conversation,
                ServedMethod served,
                ServerMethod method,
                MessageInput message,
                long seq) {
            super(conversation.connection, conversation, served, method, message, conversation.connection.begin());
            this.seq = seq;
        }
    }

    @Override
    public int frameLength(byte[] array, int start, int end) {
        return called
                ? frames.length(array, start, end, connection.settings().maxMessage(), false)
                : frames.length(array, start, end, GobFrames.MAX_DEFINITIONS, true);
    }

    @Override
    public void frame(byte[] array, int start, int end) {
        if (frames.skip(end - start)) {
            if (frames.skippedAll()) {
                called = false;
                dropped();
            }
            return;
        }
        try {
            message(array, start, end - start);
        } catch (MalformedGobException e) {
            throw new ProtocolException(e.getMessage());
        }
    }

    private void message(byte[] array, int start, int length) throws MalformedGobException {
        if (known.define(array, start, length)) {
            count();
        } else if (called) {
            called = false;
            parameters(array, start, length);
        } else {
            head.read(array, start, length);
            method = methods.get(array, head.methodStart(), head.methodEnd());
            unknown = method == null ? head.method() : "";
            called = true;
        }
    }

    /** Counts the memory of the types that the client has defined. */
    private void count() {
        int now = known.held();
        if (now > held && !connection.memory().take(now - held)) {
            throw new ProtocolException(connection.memory().noRoom("types of " + now + " bytes"));
        }
        held = now;
    }

    private void parameters(byte[] array, int start, int length) throws MalformedGobException {
        ServedMethod served = method;
        ServerMethod bound = served == null ? null : served.gob();
        if (served == null || bound == null) {
            unknown(served);
            return;
        }
        Refusal full = connection.admit(length);
        if (full != null) {
            refuse(full);
            return;
        }
        byte[] front = known.front(array, start, length);
        count();
        MessageInput input = connection.side().input();
        if (front.length == 0) {
            input.reset(array, start, length);
            connection.arrive(new GobCall(this, served, bound, input, head.seq()));
            return;
        }
        MessageOutput document = connection.pool().take();
        try {
            document.write(front);
            document.write(array, start, length);
            input.reset(document.array(), 0, document.position());
            connection.arrive(new GobCall(this, served, bound, input, head.seq()));
        } catch (IOException e) {
            throw new IllegalStateException("too large without a limit", e);
        } finally {
            connection.pool().give(document);
        }
    }

    private void dropped() {
        ServedMethod served = method;
        if (served == null || served.gob() == null) {
            unknown(served);
        } else {
            refuse(connection.tooLong());
        }
    }

    private void unknown(@Nullable ServedMethod served) {
        byte[] name = served == null ? unknown.getBytes(StandardCharsets.UTF_8) : served.name();
        String text = methods.refusal(served, new String(name, StandardCharsets.UTF_8));
        refuse(name, Refusal.of(StatusCode.UNIMPLEMENTED, text));
    }

    private void refuse(Refusal why) {
        refuse(Objects.requireNonNull(method).name(), why);
    }

    private void refuse(byte[] name, Refusal why) {
        WireFailure failure = NetrpcServerConnection.wire(why.failure(), true);
        long seq = head.seq();
        connection.refuse(name.length + failure.text().length(), out -> fail(name, seq, failure, out));
    }

    private void fail(byte[] name, long seq, WireFailure failure, MessageOutput out) throws IOException {
        heads.failure(name, seq, failure.text(), failure.code().number(), failure.notStarted(), out);
    }

    @Override
    public void answer(
            NetrpcCall call, @Nullable WireFailure failure, byte[] array, int offset, int length, MessageOutput out)
            throws IOException {
        byte[] name = call.served().name();
        long seq = ((GobCall) call).seq;
        if (failure == null) {
            heads.response(name, seq, out);
            sent.append(array, offset, length, out);
        } else {
            fail(name, seq, failure, out);
        }
    }

    @Override
    public void close() {
        connection.memory().held().add(-held);
        held = 0;
    }
}
