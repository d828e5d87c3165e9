package dev.tenstep.rpc.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value for a method of {@link SampleService} that takes one, and the value that comes back.
 *
 * @param method the method's name
 * @param value the value to write, as the parameter and as the result
 * @param expected the value to be read: the same, except for null collections and their like, which are read as empty
 */
public record Sample(String method, @Nullable Object value, @Nullable Object expected) {

    /** Returns all samples. They are new each time, so that no test sees what another left in an array. */
    public static List<Sample> all() {
        List<Sample> all = new ArrayList<>(ScalarSamples.all());
        all.addAll(CollectionSamples.all());
        all.addAll(ObjectSamples.all());
        all.addAll(ImmutableSamples.all());
        return all;
    }

    /**
     * Returns the 12-field user that the benchmarks send. Different numbers make different users of about the same
     * size.
     */
    public static SampleTypes.User user(int number) {
        return ObjectSamples.user(number);
    }

    /** Returns the method and the beginning of the value. */
    @Override
    public String toString() {
        String text = Arrays.deepToString(new Object[] {value});
        return method + ": " + text.substring(0, Math.min(60, text.length()));
    }

    /** Returns samples of values that are read as they were written. */
    static List<Sample> same(String method, @Nullable Object... values) {
        List<Sample> samples = new ArrayList<>();
        for (Object value : values) {
            samples.add(new Sample(method, value, value));
        }
        return samples;
    }
}
