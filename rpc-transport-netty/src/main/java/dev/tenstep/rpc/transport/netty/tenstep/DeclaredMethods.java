package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.util.BitSet;

/** The methods that a client has declared on one connection. Event loop only. */
final class DeclaredMethods {
    private final BitSet ids = new BitSet();

    /** Declares the method's number, unless the connection has done so. */
    void declare(Call call, TenstepConnection connection) {
        int id = call.binding().id();
        if (ids.get(id)) {
            return;
        }
        if (id >= Wire.MAX_METHODS) {
            throw RpcException.notStarted(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "the client uses more than " + Wire.MAX_METHODS + " methods and serializers",
                    null);
        }
        connection.gather(Declaration.of(call.binding())::write);
        ids.set(id);
    }
}
