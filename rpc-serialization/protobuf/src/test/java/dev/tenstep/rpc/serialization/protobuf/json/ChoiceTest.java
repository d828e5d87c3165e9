package dev.tenstep.rpc.serialization.protobuf.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.RpcService;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Both serializers of the module on the class path. */
final class ChoiceTest {

    @RpcService
    interface Echo {
        String echo(String text);
    }

    private static RpcServer.Builder server() {
        return RpcServer.builder().listen("inproc:choice-" + UUID.randomUUID()).service(Echo.class, text -> text);
    }

    @Test
    void binaryFormIsChosenUnlessJsonIsNamed() {
        try (RpcServer server = server().start();
                RpcClient client = RpcClient.to(server.address())) {
            assertThat(client.stub(Echo.class).echo("x")).isEqualTo("x");
        }
    }

    @Test
    void jsonIsFoundByItsName() {
        try (RpcServer server = server().serializer("protobuf-json").start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .serializer("protobuf-json")
                        .build()) {
            assertThat(client.stub(Echo.class).echo("x")).isEqualTo("x");
        }
    }
}
