package dev.tenstep.rpc.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.SerializerContract;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The suite that every serializer passes. */
final class JacksonSerializerTest implements SerializerContract {

    @Override
    public Serializer serializer() {
        return new JacksonSerializer();
    }

    @Test
    void serviceLoaderFindsIt() {
        assertThat(ServiceLoader.load(Serializer.class))
                .anySatisfy(each -> assertThat(each).isInstanceOf(JacksonSerializer.class));
        assertThat(serializer().name()).isEqualTo("json");
    }
}
