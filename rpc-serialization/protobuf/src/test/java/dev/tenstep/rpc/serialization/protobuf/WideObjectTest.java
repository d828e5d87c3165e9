package dev.tenstep.rpc.serialization.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.RpcService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Objects with as many fields as the margin of an output is enough for, and more. */
final class WideObjectTest {

    @RpcService
    interface Wides {
        Sixteen sixteen();

        Seventeen seventeen();

        Bean bean();

        Sixty sixty();

        int many(
                int a,
                int b,
                int c,
                int d,
                int e,
                int f,
                int g,
                int h,
                int i,
                int j,
                int k,
                int l,
                int m,
                int n,
                int o,
                int p,
                @Nullable String q,
                double r);
    }

    record Sixteen(
            int a,
            long b,
            short c,
            byte d,
            char e,
            boolean f,
            float g,
            double h,
            @Nullable String i,
            @Nullable Integer j,
            List<Integer> k,
            List<String> l,
            Map<String, Integer> m,
            @Nullable Sixteen n,
            int o,
            @Field(2000) int p) {}

    record Seventeen(
            @Field(17) int a,
            long b,
            short c,
            byte d,
            char e,
            boolean f,
            float g,
            double h,
            @Nullable String i,
            @Nullable Integer j,
            List<Integer> k,
            List<String> l,
            Map<String, Integer> m,
            @Nullable Seventeen n,
            int o,
            @Field(2000) int p,
            @Field(1) String q) {}

    static final class Bean {
        public int a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;
        public @Nullable String q;
        public double r;
        public List<String> s = List.of("default");

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bean that && values().equals(that.values());
        }

        @Override
        public int hashCode() {
            return values().hashCode();
        }

        private List<Object> values() {
            return List.of(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, Objects.toString(q), r, s);
        }
    }

    /** More fields than are read in order first. */
    public static final class Sixty {
        public int f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14;
        public int f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29;
        public int f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44;
        public int f45, f46, f47, f48, f49, f50, f51, f52, f53, f54, f55, f56, f57, f58, f59;
    }

    @Test
    void sixtyFieldsComeBackInOrderAndInAnyOther() throws Exception {
        Derived wide = Derived.result(Wides.class, "sixty");
        List<java.lang.reflect.Field> fields =
                Arrays.stream(Sixty.class.getFields()).toList();
        Sixty value = new Sixty();
        ByteArrayOutputStream backwards = new ByteArrayOutputStream();
        for (int i = fields.size() - 1; i >= 0; i--) {
            Sixty single = new Sixty();
            fields.get(i).setInt(single, i - 30);
            fields.get(i).setInt(value, i - 30);
            backwards.writeBytes(wide.encode(single));
        }
        for (byte[] bytes : List.of(wide.encode(value), backwards.toByteArray())) {
            assertThat(wide.decode(bytes)).usingRecursiveComparison().isEqualTo(value);
        }
    }

    @Test
    void sixteenFieldsComeBack() throws IOException {
        Derived wide = Derived.result(Wides.class, "sixteen");
        Sixteen inner = new Sixteen(
                0, 0, (short) 0, (byte) 0, 'x', false, 0, 0, null, null, List.of(), List.of(), Map.of(), null, 0, 0);
        Sixteen value = new Sixteen(
                -1,
                -2,
                (short) -3,
                (byte) -4,
                'e',
                true,
                0.5f,
                -0.5,
                "i",
                0,
                List.of(1),
                List.of("l"),
                Map.of("m", 1),
                inner,
                15,
                -16);
        assertThat(wide.decode(wide.encode(value))).isEqualTo(value);
        assertThat(wide.echo(value)).isEqualTo(value);
    }

    @Test
    void seventeenFieldsComeBackInPartsAndOutOfOrder() throws IOException {
        Derived wide = Derived.result(Wides.class, "seventeen");
        Seventeen inner = new Seventeen(
                0, 0, (short) 0, (byte) 0, 'x', false, 0, 0, null, null, List.of(), List.of(), Map.of(), null, 0, 0,
                "q");
        Seventeen value = new Seventeen(
                -1,
                -2,
                (short) -3,
                (byte) -4,
                'e',
                true,
                0.5f,
                -0.5,
                "i",
                0,
                List.of(1, 2),
                List.of("l"),
                Map.of(),
                inner,
                15,
                -16,
                "");
        byte[] bytes = wide.encode(value);
        assertThat(wide.decode(bytes)).isEqualTo(value);
        assertThat(wide.echo(value)).isEqualTo(value);
        byte[] twice = new byte[2 * bytes.length];
        System.arraycopy(bytes, 0, twice, 0, bytes.length);
        System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
        Seventeen read = (Seventeen) Objects.requireNonNull(wide.decode(twice));
        assertThat(read.k()).containsExactly(1, 2, 1, 2);
        assertThat(read.n()).isEqualTo(inner);
        assertThat(read.a()).isEqualTo(-1);
    }

    @Test
    void beansAreFilledBySetters() throws IOException {
        Derived wide = Derived.result(Wides.class, "bean");
        Bean value = new Bean();
        value.a = 1;
        value.p = -16;
        value.q = "q";
        value.r = 0.5;
        value.s = List.of();
        assertThat(wide.decode(wide.encode(value))).isEqualTo(value);
        assertThat(wide.echo(value)).isEqualTo(value);
    }

    @Test
    void manyParametersComeBack() throws IOException {
        Derived wide = Derived.parameters(Wides.class, "many");
        Object[] value = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, null, 0.5};
        assertThat((Object[]) wide.echo(value)).isEqualTo(value);
    }
}
