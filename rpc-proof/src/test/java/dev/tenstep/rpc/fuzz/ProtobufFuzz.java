package dev.tenstep.rpc.fuzz;

import dev.tenstep.rpc.serialization.protobuf.ProtobufSerializer;
import dev.tenstep.rpc.testkit.DecodedSamples;

/** The decoders of ProtobufSerializer. */
public final class ProtobufFuzz {
    static final DecodedSamples SAMPLES = new DecodedSamples(new ProtobufSerializer());

    private ProtobufFuzz() {}

    /** Decodes one input; throws if that had side effects. */
    public static void fuzzerTestOneInput(byte[] input) {
        SAMPLES.survive(input);
    }
}
