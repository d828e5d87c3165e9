package dev.tenstep.rpc.fuzz;

import dev.tenstep.rpc.serialization.json.JacksonSerializer;
import dev.tenstep.rpc.testkit.DecodedSamples;

/** The decoders of JacksonSerializer. */
public final class JsonFuzz {
    static final DecodedSamples SAMPLES = new DecodedSamples(new JacksonSerializer());

    private JsonFuzz() {}

    /** Decodes one input; throws if that had side effects. */
    public static void fuzzerTestOneInput(byte[] input) {
        SAMPLES.survive(input);
    }
}
