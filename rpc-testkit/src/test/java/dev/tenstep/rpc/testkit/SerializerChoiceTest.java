package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.Serializer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A missing serializer gives one kind of error, which lists those that are present. */
final class SerializerChoiceTest {
    private static final String ADDRESS = "inproc:serializer-choice";

    @RpcService
    interface Echo {
        String echo(String text);
    }

    private static RpcServer.Builder server() {
        return RpcServer.builder()
                .listen(ADDRESS)
                .serializer(new TinySerializer())
                .service(Echo.class, text -> text);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable code) {
        return assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missingSerializerIsRefusedWithThoseThatArePresent() {
        String expected = ": kyro (expected one of: tiny)";
        assertRefused(() -> server().accept("tiny", "kyro").start().close())
                .hasMessage("rpc.server.serializers" + expected);
        assertRefused(() -> server().serializer("kyro").start().close()).hasMessage("rpc.serializer" + expected);
        RpcClient.Builder client = RpcClient.builder().to(ADDRESS).serializer(new TinySerializer());
        try (RpcClient built = client.build()) {
            assertRefused(() -> built.stub(Echo.class, CallOptions.DEFAULT.withSerializer("kyro")))
                    .hasMessage("rpc.serializer" + expected);
        }
        assertRefused(() -> client.serializer("kyro").build().close()).hasMessage("rpc.serializer" + expected);
        assertRefused(() -> RpcClient.to(ADDRESS).close())
                .hasMessageContaining("there is no serializer on the class path");
    }

    @Test
    void serializerHasANameThatCanCross() {
        for (String name : new String[] {"", "\uD83D", "n".repeat(33), "No"}) {
            Serializer misnamed = new Serializer() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public Codec bind(MethodContract method, MessageShape shape) {
                    return new TinySerializer().bind(method, shape);
                }
            };
            assertRefused(() -> server().serializer(misnamed).start().close())
                    .hasMessageContaining("(expected: a name of 1 to 32 lower-case letters, digits or dashes)");
        }
    }

    @Test
    void serializersOfTheDefaultNeedNotBePresent() {
        server().start().close();
    }
}
