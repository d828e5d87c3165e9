package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A serializer that decodes anything, as the parameters or the result of each method of {@link SampleService}. It
 * survives an input as {@link BadMessages} defines it. An input's first byte chooses the method, the second the
 * message.
 */
public final class DecodedSamples {
    private static final int HEADER = 2;

    private final List<String> methods;
    private final List<MessageProbe> parameters = new ArrayList<>();
    private final List<MessageProbe> results = new ArrayList<>();

    /** Makes one. */
    public DecodedSamples(Serializer serializer) {
        methods = MessageProbe.methods().stream().sorted().toList();
        for (String method : methods) {
            parameters.add(MessageProbe.parameters(serializer, method));
            results.add(MessageProbe.result(serializer, method));
        }
    }

    private MessageProbe probe(byte[] input) {
        int method = (input[0] & 0xff) % methods.size();
        return (input[1] & 1) == 0 ? parameters.get(method) : results.get(method);
    }

    private static byte[] message(byte[] input) {
        return Arrays.copyOfRange(input, HEADER, input.length);
    }

    /** Decodes one input; throws if that did more than return a value or throw an exception. */
    public void survive(byte[] input) {
        if (input.length >= HEADER) {
            try {
                BadMessages.survives(probe(input), message(input));
            } catch (AssertionError perhapsAClassWasLoaded) {
                BadMessages.survives(probe(input), message(input));
            }
        }
    }

    /** Returns the seed inputs: every sample that is not long. */
    public Map<String, byte[]> seeds() {
        Map<String, byte[]> seeds = new TreeMap<>();
        List<Sample> samples = Sample.all();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            int method = methods.indexOf(sample.method());
            try {
                add(seeds, i, method, 0, parameters.get(method).encode(new Object[] {sample.value()}));
                add(seeds, i, method, 1, results.get(method).encode(sample.value()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return seeds;
    }

    private void add(Map<String, byte[]> seeds, int number, int method, int message, byte[] encoded) {
        byte[] seed = new byte[HEADER + encoded.length];
        seed[0] = (byte) method;
        seed[1] = (byte) message;
        System.arraycopy(encoded, 0, seed, HEADER, encoded.length);
        if (encoded.length < 2048) {
            seeds.put(methods.get(method) + "-" + number + "-" + message, seed);
        }
    }
}
