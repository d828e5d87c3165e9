package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.serialization.Serializer;

final class TinySerializerTest implements SerializerContract {

    @Override
    public Serializer serializer() {
        return new TinySerializer();
    }

    @Override
    public boolean readsUnknownConstants() {
        return false;
    }

    @Override
    public boolean endsMayDiffer() {
        return false;
    }
}
