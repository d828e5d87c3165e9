package dev.tenstep.rpc.protocol.netrpc.gob;

import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.RpcService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Types that the Go program under the test resources has as well. */
final class GoTypes {
    private GoTypes() {}

    @RpcService
    interface Values {
        int number();

        String text();

        byte[] bytes();

        boolean flag();

        double floating();

        List<Integer> ints();

        Map<String, Integer> ages();

        Point point();

        Scalars scalars();

        Lists lists();

        Maps maps();

        Node node();

        Tree tree();

        Pointers pointers();

        Renamed renamed();

        Bean bean();

        Empty empty();

        void nothing();
    }

    enum Level {
        LOW,
        HIGH
    }

    record Point(int x, int y) {}

    record Scalars(
            boolean flag,
            byte tiny,
            short small,
            int number,
            long big,
            float single,
            double twice,
            String text,
            byte[] data,
            @Nullable Level level) {}

    record Lists(
            List<Integer> ints,
            List<String> names,
            List<Point> points,
            int[] array,
            List<List<Integer>> table,
            List<byte[]> blobs,
            boolean[] flags) {}

    record Maps(
            Map<String, Integer> byName,
            Map<Integer, String> byId,
            Map<String, Point> structs,
            Map<String, List<String>> lists) {}

    record Node(int value, @Nullable Node next) {}

    record Tree(String name, List<Tree> children) {}

    record Pointers(@Nullable Integer boxed, Optional<String> text, Optional<Point> point) {}

    record Renamed(@Field(name = "ID") long identity, @Field(name = "given_name") String name) {}

    record Empty() {}

    /** A bean, whose fields are set one by one. */
    static final class Bean {
        private int count;
        private @Nullable Point at;

        public int getCount() {
            return count;
        }

        public void setCount(int newCount) {
            count = newCount;
        }

        public @Nullable Point getAt() {
            return at;
        }

        public void setAt(@Nullable Point newAt) {
            at = newAt;
        }
    }
}
