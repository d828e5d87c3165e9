package dev.tenstep.rpc.serialization.protobuf.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.objects.Generation;
import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import dev.tenstep.rpc.serialization.protobuf.json.value.Names;
import dev.tenstep.rpc.serialization.protobuf.json.value.TextForm;
import dev.tenstep.rpc.testkit.SampleService;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
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

    /** Returns the fields f0 and so on of an object, each a string that is not kept. */
    private static Fields strings(int count) {
        ObjectPlan.Member member = ObjectPlan.Member.of(MethodHandles.identity(Object.class), null);
        ObjectPlan plan = ObjectPlan.of(
                "Wide", Collections.nCopies(count, member), true, MethodHandles.constant(Object.class, "made"));
        Names names = new Names(IntStream.range(0, count).mapToObj(i -> "f" + i).toList());
        return new Fields(
                plan,
                names,
                Collections.nCopies(count, new TextForm(null)),
                IntStream.range(0, count).toArray());
    }

    @Test
    void generatedFormHasABitForEachOf64Fields() throws Throwable {
        Fields most = strings(64);
        assertThat(ObjectGenerator.canGenerate(most)).isTrue();
        assertThat(ObjectGenerator.canGenerate(strings(65))).isFalse();
        ObjectForm generated = ObjectGenerator.generate(most);
        assertThat(read(generated, "{\"f63\":\"a\",\"f0\":\"b\",\"f31\":\"c\",\"f32\":\"d\",\"new\":1}"))
                .isEqualTo("made");
        assertThatThrownBy(() -> read(generated, "{\"f63\":\"a\",\"f0\":\"b\",\"f63\":\"c\"}"))
                .hasMessage("a second \"f63\" (expected: each field once)");
    }

    private static Object read(ObjectForm form, String text) throws Throwable {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            return form.read(parser, 0);
        }
    }
}
