package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.testkit.ProtocolContract;

/** Runs the contract for Tenstep's own protocol on a shared port. */
final class TenstepProtocolTest implements ProtocolContract {
    @Override
    public String address() {
        return "127.0.0.1:0";
    }

    @Override
    public byte[] conversation() {
        return RawPeer.concat(
                Golden.bytes("hello"),
                Bytes.declare(0, "ProtocolContract", "next", "tiny"),
                Bytes.request(0, 0, parameters()));
    }

    @Override
    public byte[] answer() {
        return RawPeer.concat(Golden.bytes("hello"), Bytes.reply(0, 0, result()));
    }
}
