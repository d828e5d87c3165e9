package dev.tenstep.rpc.protocol.netrpc;

import dev.tenstep.rpc.contract.RpcService;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A service that Go programs among the test resources call, or serve. */
@RpcService("Panda")
interface Panda {
    int getinfo(int number);

    Pair swap(Pair pair);

    int add(int left, int right);

    void feed();

    Map<String, List<Integer>> sizes(List<String> names);

    byte[] reverse(byte[] bytes);

    int fail(String text);

    Stream<Integer> count(int to);

    /** Two numbers; in Go {@code struct { Left, Right int }}. */
    record Pair(int left, int right) {}
}
