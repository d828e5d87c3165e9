package dev.tenstep.rpc.serialization.protobuf;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenstep.rpc.testkit.Sample;
import dev.tenstep.rpc.testkit.SampleService;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All samples of the contract suite, through protobuf's own parser and writer. */
final class SamplesTest {

    @TestFactory
    Stream<DynamicTest> sampleComesBackThroughProtobufsOwnParser() {
        return Sample.all().stream().collect(groupingBy(Sample::method)).entrySet().stream()
                .map(each -> dynamicTest(each.getKey(), () -> echo(each.getKey(), each.getValue())));
    }

    private static void echo(String method, List<Sample> samples) throws IOException {
        Derived parameters = Derived.parameters(SampleService.class, method);
        Derived result = Derived.result(SampleService.class, method);
        for (Sample sample : samples) {
            assertThat((Object[]) parameters.echo(new Object[] {sample.value()}))
                    .as("%s", sample)
                    .isEqualTo(new Object[] {sample.expected()});
            if (sample.value() != null) { // a null result is a field that no schema has
                assertThat(result.echo(sample.value())).as("%s", sample).isEqualTo(sample.expected());
            }
        }
    }
}
