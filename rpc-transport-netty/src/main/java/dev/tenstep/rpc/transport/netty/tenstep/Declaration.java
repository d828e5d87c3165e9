package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A frame that assigns a number on the connection to a method; precedes the first request with the number.
 *
 * @param service the names in UTF-8
 */
record Declaration(int id, byte[] service, byte[] method, byte[] serializer, byte[] fingerprint) {

    private static final int MAX_NAME = 1024;
    private static final int MAX_FINGERPRINT = 32 << 10;

    static Declaration of(MethodBinding binding) {
        return new Declaration(
                binding.id(),
                Wire.utf8(binding.method().service()),
                Wire.utf8(binding.method().name()),
                Wire.utf8(binding.serializer()),
                binding.fingerprint());
    }

    /**
     * Finds the declared method.
     *
     * @throws RpcException not started: there is no such method, or a name or the fingerprint is malformed
     */
    ServerMethod find(Services services) {
        check("fingerprint", fingerprint, MAX_FINGERPRINT);
        return services.find(
                name("service name", service),
                name("method name", method),
                name("serializer name", serializer),
                fingerprint);
    }

    private static String name(String what, byte[] utf8) {
        check(what, utf8, MAX_NAME);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            String hex = HexFormat.of().formatHex(utf8);
            throw RpcException.notStarted(
                    StatusCode.INVALID_ARGUMENT, what + ": the bytes " + hex + " (expected: UTF-8)", null);
        }
    }

    private static void check(String what, byte[] bytes, int max) {
        if (bytes.length > max) {
            throw RpcException.notStarted(
                    StatusCode.INVALID_ARGUMENT,
                    what + ": " + bytes.length + " bytes (expected: at most " + max + ")",
                    null);
        }
    }

    void write(MessageOutput out) throws IOException {
        int start = FieldWriter.begin(out, Wire.DECLARE);
        FieldWriter.u16(out, id);
        FieldWriter.bytes16(out, service);
        FieldWriter.bytes16(out, method);
        FieldWriter.bytes16(out, serializer);
        FieldWriter.bytes16(out, fingerprint);
        FieldWriter.end(out, start);
    }

    static Declaration read(byte[] array, int from, int end) {
        FieldReader in = new FieldReader("declare", array, from, end);
        int id = in.u16();
        if (id >= Wire.MAX_METHODS) {
            throw new ProtocolException("declare: method id " + id + " (expected: 0.." + (Wire.MAX_METHODS - 1) + ")");
        }
        return new Declaration(id, in.bytes(in.u16()), in.bytes(in.u16()), in.bytes(in.u16()), in.bytes(in.u16()));
    }
}
