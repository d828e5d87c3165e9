package dev.tenstep.rpc.serialization.protobuf.json;

import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.SerializerContract;

final class ProtobufJsonContractTest implements SerializerContract {
    @Override
    public Serializer serializer() {
        return new ProtobufJsonSerializer();
    }

    /** An enum's name begins its constants' names, so all those of the suite's two enums are unknown to each other. */
    @Override
    public boolean readsUnknownConstants() {
        return false;
    }
}
