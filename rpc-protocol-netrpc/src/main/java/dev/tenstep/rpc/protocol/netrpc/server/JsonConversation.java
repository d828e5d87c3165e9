package dev.tenstep.rpc.protocol.netrpc.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.netrpc.gob.JsonTexts;
import dev.tenstep.rpc.protocol.netrpc.server.ServedMethods.ServedMethod;
import dev.tenstep.rpc.protocol.netrpc.wire.JsonFrames;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.transport.netty.Deadlines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in JSON-RPC 1.0, as Go's jsonrpc speaks it. Event loop only.
 *
 * <pre>
 *  {"method":"Panda.Getinfo","params":[123],"id":0}
 *  {"id":0,"result":124,"error":null}
 * </pre>
 */
final class JsonConversation implements Conversation {
    private static final byte[] ID = bytes("{\"id\":");
    private static final byte[] RESULT = bytes(",\"result\":");
    private static final byte[] NO_ERROR = bytes(",\"error\":null}\n");
    private static final byte[] ERROR = bytes(",\"result\":null,\"error\":");
    private static final byte[] CODE = bytes(",\"code\":");
    private static final byte[] NOT_STARTED = bytes(",\"notStarted\":true");
    private static final byte[] END = bytes("}\n");

    private final NetrpcServerConnection connection;
    private final ServedMethods methods;
    private final JsonFrames frames;
    private final JsonRequest request = new JsonRequest();

    JsonConversation(NetrpcServerConnection connection, ServedMethods methods) {
        this.connection = connection;
        this.methods = methods;
        this.frames = new JsonFrames(connection.memory(), connection.settings().maxMessage());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A call with the client's id, which may be anything. */
    private static final class JsonCall extends NetrpcCall {
        private final byte[] id;

        JsonCall(
                JsonConversation conversation,
                ServedMethod served,
                ServerMethod method,
                MessageInput message,
                byte[] id) {
            super(conversation.connection, conversation, served, method, message, conversation.connection.begin());
            this.id = id;
        }
    }

    @Override
    public int frameLength(byte[] array, int start, int end) {
        return frames.length(array, start, end);
    }

    @Override
    public void frame(byte[] array, int start, int end) {
        frames.take(array, start, end, this::object);
    }

    private void object(byte[] array, int start, int end) {
        request.read(array, start, end);
        byte[] name = bytes(request.method());
        ServedMethod served = methods.get(name, 0, name.length);
        ServerMethod bound = served == null ? null : served.json();
        if (served == null || bound == null) {
            refuse(Refusal.of(StatusCode.UNIMPLEMENTED, methods.refusal(served, request.method())));
            return;
        }
        if (!request.flaw().isEmpty()) {
            refuse(Refusal.of(StatusCode.INVALID_ARGUMENT, request.flaw()));
            return;
        }
        Refusal full = connection.admit(request.end() - request.start());
        if (full != null) {
            refuse(full);
            return;
        }
        MessageInput input = connection.side().input();
        input.reset(request.array(), request.start(), request.end() - request.start());
        connection.arrive(new JsonCall(this, served, bound, input, request.id()));
    }

    private void refuse(Refusal why) {
        byte[] id = request.id();
        WireFailure failure = NetrpcServerConnection.wire(why.failure(), true);
        connection.refuse(id.length + failure.text().length(), out -> fail(id, failure, out));
    }

    private static void fail(byte[] id, WireFailure failure, MessageOutput out) throws IOException {
        out.write(ID);
        out.write(id);
        out.write(ERROR);
        string(failure.text(), out);
        out.write(CODE);
        out.write(bytes(Integer.toString(failure.code().number())));
        if (failure.notStarted()) {
            out.write(NOT_STARTED);
        }
        out.write(END);
    }

    private static void string(String text, MessageOutput out) throws IOException {
        try (JsonGenerator generator = JsonTexts.generator(out)) {
            generator.writeString(text);
        }
    }

    @Override
    public void answer(
            NetrpcCall call, @Nullable WireFailure failure, byte[] array, int offset, int length, MessageOutput out)
            throws IOException {
        byte[] id = ((JsonCall) call).id;
        if (failure != null) {
            fail(id, failure, out);
            return;
        }
        out.write(ID);
        out.write(id);
        out.write(RESULT);
        out.write(array, offset, length);
        out.write(NO_ERROR);
    }

    @Override
    public @Nullable String late(long nowNanos) {
        if (!frames.partial() || connection.paused()) {
            return null;
        }
        KernelSettings limits = connection.settings();
        if (nowNanos - frames.begunNanos() > limits.messageTimeout().toNanos()) {
            return "a request was not complete within " + Deadlines.text(limits.messageTimeout());
        }
        return nowNanos - frames.grownNanos() > limits.progressTimeout().toNanos()
                ? "a request stalled for " + Deadlines.text(limits.progressTimeout())
                : null;
    }

    @Override
    public void close() {
        frames.close();
    }
}
