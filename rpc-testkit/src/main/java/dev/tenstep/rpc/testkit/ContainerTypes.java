package dev.tenstep.rpc.testkit;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** More of the users' types of {@link SampleService}: those with special containers. */
public final class ContainerTypes {
    private ContainerTypes() {}

    /** Sorted where the type says so, or in the sender's order. */
    public record Sorted(
            @Nullable TreeSet<String> words,
            @Nullable SortedMap<String, Integer> scores,
            @Nullable Set<String> asSent,
            @Nullable List<TreeSet<Integer>> groups) {}
}
