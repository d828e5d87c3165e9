package dev.tenstep.rpc.protocol.netrpc;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Its implementation. */
final class PandaAtHome implements Panda {
    @Override
    public int getinfo(int number) {
        return number + 1;
    }

    @Override
    public Pair swap(Pair pair) {
        return new Pair(pair.right(), pair.left());
    }

    @Override
    public int add(int left, int right) {
        return left + right;
    }

    @Override
    public void feed() {}

    @Override
    public Map<String, List<Integer>> sizes(List<String> names) {
        Map<String, List<Integer>> sizes = new TreeMap<>();
        names.forEach(name -> sizes.put(name, List.of(name.length())));
        return sizes;
    }

    @Override
    public byte[] reverse(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    @Override
    public int fail(String text) {
        throw new RpcException(StatusCode.NOT_FOUND, text);
    }

    @Override
    public Stream<Integer> count(int to) {
        return IntStream.range(0, to).boxed();
    }
}
