package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.SerializerContract;

final class ProtobufContractTest implements SerializerContract {
    @Override
    public Serializer serializer() {
        return new ProtobufSerializer();
    }
}
