package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;

/** Says what a method's number on a connection stands for; precedes the first request that has the number. */
record Declaration(int id, String service, String method, String serializer, byte[] fingerprint) {

    private static final int MAX_NAME = 1024;
    private static final int MAX_FINGERPRINT = 32 << 10;

    static Declaration of(MethodBinding binding) {
        return new Declaration(
                binding.id(),
                binding.method().service(),
                binding.method().name(),
                binding.serializer(),
                binding.fingerprint());
    }

    /**
     * Checks that nothing is longer than what is worth remembering.
     *
     * @throws RpcException not started: something is
     */
    void check() {
        check("service name", service.length(), MAX_NAME);
        check("method name", method.length(), MAX_NAME);
        check("serializer name", serializer.length(), MAX_NAME);
        check("fingerprint", fingerprint.length, MAX_FINGERPRINT);
    }

    private static void check(String what, int length, int max) {
        if (length > max) {
            throw RpcException.notStarted(
                    StatusCode.INVALID_ARGUMENT, what + ": " + length + " long (expected: at most " + max + ")", null);
        }
    }

    void write(MessageOutput out) throws IOException {
        int start = FieldWriter.begin(out, Wire.DECLARE);
        FieldWriter.u16(out, id);
        FieldWriter.bytes16(out, Wire.utf8(service));
        FieldWriter.bytes16(out, Wire.utf8(method));
        FieldWriter.bytes16(out, Wire.utf8(serializer));
        FieldWriter.bytes16(out, fingerprint);
        FieldWriter.end(out, start);
    }

    static Declaration read(byte[] array, int from, int end) {
        FieldReader in = new FieldReader("declare", array, from, end);
        int id = in.u16();
        if (id >= Wire.MAX_METHODS) {
            throw new ProtocolException("declare: method id " + id + " (expected: 0.." + (Wire.MAX_METHODS - 1) + ")");
        }
        return new Declaration(id, in.text(in.u16()), in.text(in.u16()), in.text(in.u16()), in.bytes(in.u16()));
    }
}
