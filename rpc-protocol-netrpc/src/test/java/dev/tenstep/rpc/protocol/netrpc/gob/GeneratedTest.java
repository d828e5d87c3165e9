package dev.tenstep.rpc.protocol.netrpc.gob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.objects.Generation;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A class that cannot be generated is replaced by slower code, which nobody would notice. */
final class GeneratedTest {
    @ParameterizedTest
    @ValueSource(strings = {"point", "scalars", "lists", "maps", "node", "pointers", "bean", "empty"})
    void objectHasAClassOfItsOwn(String name) {
        MethodContract method =
                Objects.requireNonNull(ServiceContract.of(GoTypes.Values.class).method(name));
        Planner planner = new Planner(method, new Generation(true), new TypeNumbers(), Map.of());
        assertThat(planner.struct((ObjectModel) method.result()).codec()).isNotInstanceOf(PlainStruct.class);
    }
}
