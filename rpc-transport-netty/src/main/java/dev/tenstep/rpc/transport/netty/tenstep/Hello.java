package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The first frame of each peer: its versions and features, and the limits of what it accepts.
 *
 * @param lowestVersion the lowest version spoken; a server's hello has the chosen version twice
 * @param highestVersion the highest version spoken
 * @param features a bit for each optional part of the protocol: {@link Wire#STREAMS}
 * @param maxMessage the longest message accepted, in bytes
 * @param maxMetadata the longest metadata block accepted, in bytes
 * @param maxInFlight the most calls in flight on the connection
 * @param compressors the names of the sender's compressors; in a server's hello, of those that both have
 */
record Hello(
        int lowestVersion,
        int highestVersion,
        int features,
        int maxMessage,
        int maxMetadata,
        int maxInFlight,
        List<String> compressors) {

    /** Caps the calls in flight at the number of slots for a connection's ids. */
    private static final int MAX_IN_FLIGHT = 1 << 16;

    /** All features of this implementation. */
    static final int FEATURES = Wire.STREAMS;

    /** Makes a client's hello, or, with the client's features and compressors, a server's. */
    static Hello of(KernelSettings settings, int features, List<String> compressors) {
        return new Hello(
                Wire.VERSION,
                Wire.VERSION,
                features & FEATURES,
                settings.maxMessage(),
                settings.maxMetadata(),
                settings.maxInFlight(),
                compressors);
    }

    /** Returns the limits that a client relies on before it has the server's hello. */
    static Hello baseline(KernelSettings settings) {
        return new Hello(
                Wire.VERSION,
                Wire.VERSION,
                0,
                Wire.BASELINE_MESSAGE,
                settings.maxMetadata(),
                Wire.BASELINE_IN_FLIGHT,
                List.of());
    }

    /** Returns this hello with at most that many calls in flight. */
    Hello atMost(int calls) {
        return calls >= maxInFlight
                ? this
                : new Hello(lowestVersion, highestVersion, features, maxMessage, maxMetadata, calls, compressors);
    }

    void write(MessageOutput out) throws IOException {
        int start = FieldWriter.begin(out, Wire.HELLO);
        FieldWriter.u8(out, lowestVersion);
        FieldWriter.u8(out, highestVersion);
        FieldWriter.i32(out, features);
        FieldWriter.i32(out, maxMessage);
        FieldWriter.i32(out, maxMetadata);
        FieldWriter.i32(out, maxInFlight);
        FieldWriter.u8(out, compressors.size());
        for (String name : compressors) {
            FieldWriter.bytes8(out, Wire.utf8(name));
        }
        FieldWriter.end(out, start);
    }

    /** Reads a hello, which may end before the compressors; fields that a later version adds at the end are skipped. */
    static Hello read(byte[] array, int from, int end) {
        FieldReader in = new FieldReader("hello", array, from, end);
        int lowest = in.u8();
        int highest = in.u8();
        int features = (int) in.u32();
        int maxMessage = limit(in, 1024);
        int maxMetadata = limit(in, 0);
        int maxInFlight = Math.min(limit(in, 1), MAX_IN_FLIGHT);
        return new Hello(lowest, highest, features, maxMessage, maxMetadata, maxInFlight, names(in));
    }

    private static List<String> names(FieldReader in) {
        List<String> names = new ArrayList<>();
        for (int count = in.remaining() == 0 ? 0 : in.u8(); count > 0; count--) {
            names.add(in.text(in.u8()));
        }
        return List.copyOf(names);
    }

    private static int limit(FieldReader in, int least) {
        long value = in.u32();
        if (value < least) {
            throw new ProtocolException("hello: a limit of " + value + " (expected: at least " + least + ")");
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /** Returns the failure of a call whose parameters are longer than the sender of this hello accepts. */
    RpcException tooLarge(Call call, int bytes) {
        return RpcException.notStarted(
                StatusCode.RESOURCE_EXHAUSTED,
                "the parameters of " + call.method().displayName() + " are " + bytes + " bytes (expected: at most "
                        + maxMessage + ", the server's limit)",
                null);
    }

    /** Returns whether calls may carry streams. */
    boolean streams() {
        return (features & Wire.STREAMS) != 0;
    }

    /** Returns whether the sender speaks that version. */
    boolean speaks(int version) {
        return lowestVersion <= version && version <= highestVersion;
    }
}
