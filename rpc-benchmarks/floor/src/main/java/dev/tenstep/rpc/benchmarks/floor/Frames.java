package dev.tenstep.rpc.benchmarks.floor;

import dev.tenstep.rpc.benchmarks.contender.Operation;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** The frame that {@link dev.tenstep.rpc.benchmarks.floor} draws, and its bodies, which are made ahead. */
final class Frames {
    static final int LENGTH_BYTES = 4;
    static final int HEADER_BYTES = 9;
    static final int CALL_AT = 4;
    static final int OPERATION_AT = 8;

    private static final List<Operation> OPERATIONS = List.of(Operation.EXIST, Operation.ECHO, Operation.PAGE);

    private Frames() {}

    /** Returns the operation's code in the header. */
    static int code(Operation operation) {
        return OPERATIONS.indexOf(operation);
    }

    static Operation operation(int code) {
        return OPERATIONS.get(code);
    }

    /** Returns a body of so many bytes, which is copied into each frame as an encoded message would be. */
    static byte[] body(int length) {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) ('a' + i % 26);
        }
        return body;
    }

    static void write(ByteBuf into, int call, int code, byte[] body) {
        into.writeInt(HEADER_BYTES - LENGTH_BYTES + body.length);
        into.writeInt(call);
        into.writeByte(code);
        into.writeBytes(body);
    }
}
