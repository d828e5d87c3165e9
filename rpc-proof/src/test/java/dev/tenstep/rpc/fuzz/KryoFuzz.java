package dev.tenstep.rpc.fuzz;

import dev.tenstep.rpc.serialization.kryo.KryoSerializer;
import dev.tenstep.rpc.testkit.DecodedSamples;

/** The decoders of KryoSerializer. */
public final class KryoFuzz {
    static final DecodedSamples SAMPLES = new DecodedSamples(new KryoSerializer());

    private KryoFuzz() {}

    /** Decodes one input; throws if that had side effects. */
    public static void fuzzerTestOneInput(byte[] input) {
        SAMPLES.survive(input);
    }
}
