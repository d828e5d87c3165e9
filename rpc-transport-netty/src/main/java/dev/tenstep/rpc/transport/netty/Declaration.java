package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;

/** Says what a method's number on a connection stands for; precedes the first request that has the number. */
record Declaration(int id, String service, String method, String serializer, byte[] fingerprint) {

    static Declaration of(MethodBinding binding) {
        return new Declaration(
                binding.id(),
                binding.method().service(),
                binding.method().name(),
                binding.serializer(),
                binding.fingerprint());
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
