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
                Frames.declare().number(0).method("ProtocolContract.next").build(),
                Frames.request().method(0).call(0).message(parameters()).build());
    }

    @Override
    public byte[] answer() {
        return RawPeer.concat(
                Golden.bytes("hello"), Frames.reply().call(0).message(result()).build());
    }
}
