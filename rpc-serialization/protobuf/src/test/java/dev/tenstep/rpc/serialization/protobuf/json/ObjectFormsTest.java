package dev.tenstep.rpc.serialization.protobuf.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.objects.Generation;
import dev.tenstep.rpc.testkit.SampleService;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The two forms of an object. */
final class ObjectFormsTest {

    @Test
    void formOfAnObjectIsGeneratedWhereItCanBe() {
        MethodContract user =
                Objects.requireNonNull(ServiceContract.of(SampleService.class).method("user"));
        assertThat(new Planner(new Generation(true), Map.of())
                        .message(user.result())
                        .getClass()
                        .isHidden())
                .isTrue();
        assertThat(new Planner(new Generation(false), Map.of()).message(user.result()))
                .isInstanceOf(PlainObject.class);
    }
}
