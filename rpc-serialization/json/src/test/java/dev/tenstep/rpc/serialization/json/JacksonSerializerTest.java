package dev.tenstep.rpc.serialization.json;

import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.SerializerContract;

/** The suite that every serializer passes. */
final class JacksonSerializerTest implements SerializerContract {

    @Override
    public Serializer serializer() {
        return new JacksonSerializer();
    }

    /** As an escape: JSON can say what UTF-8 cannot. */
    @Override
    public LoneSurrogate loneSurrogate() {
        return LoneSurrogate.KEPT;
    }
}
