package dev.tenstep.rpc.serialization.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reads and makes objects of each kind by their plans. */
final class ObjectAccessTest {

    @RpcService
    interface Things {
        Point point(int x, @Nullable String label);

        Bean bean();
    }

    record Point(int x, @Nullable String label) {}

    /** A bean. */
    public static final class Bean {
        private long id;
        private String name = "";

        public long getId() {
            return id;
        }

        public void setId(long number) {
            id = number;
        }

        public String getName() {
            return name;
        }

        public void setName(String text) {
            name = text;
        }
    }

    private static ObjectAccess result(String method) {
        return new ObjectAccess(ObjectPlan.of((ObjectModel) method(method).result()));
    }

    private static MethodContract method(String name) {
        return Objects.requireNonNull(ServiceContract.of(Things.class).method(name));
    }

    @Test
    void recordIsMadeByItsConstructor() throws Throwable {
        ObjectAccess access = result("point");
        Object made = access.make(new Object[] {7, null});
        assertThat(made).isEqualTo(new Point(7, null));
        assertThat(access.get(0, made)).isEqualTo(7);
        assertThat(access.get(1, made)).isNull();
    }

    @Test
    void beanIsMadeByItsSetters() throws Throwable {
        ObjectAccess access = result("bean");
        Object made = access.make(new Object[] {7L, "a"});
        assertThat(((Bean) made).getId()).isEqualTo(7);
        assertThat(access.get(1, made)).isEqualTo("a");
    }

    @Test
    void parametersAreAnArray() throws Throwable {
        ObjectAccess access = new ObjectAccess(ObjectPlan.of(method("point").parameters()));
        Object made = access.make(new Object[] {7, "a"});
        assertThat((Object[]) made).containsExactly(7, "a");
        assertThat(access.get(0, made)).isEqualTo(7);
    }

    @Test
    void whatIsNotGeneratedIsPlain() {
        ObjectPlan plan = ObjectPlan.of((ObjectModel) method("point").result());
        assertThat(new Generation(true).codec(plan, () -> "generated", () -> "plain"))
                .isEqualTo("generated");
        assertThat(new Generation(false).codec(plan, () -> "generated", () -> "plain"))
                .isEqualTo("plain");
        Generation failing = new Generation(true);
        String made = failing.codec(
                plan,
                () -> {
                    throw new NoClassDefFoundError("org/objectweb/asm/ClassWriter");
                },
                () -> "plain");
        assertThat(made).isEqualTo("plain");
    }
}
