package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.RpcMethod;
import dev.tenstep.rpc.contract.RpcService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests methods of a .proto whose names differ in the case of their first letter, as only gRPC allows. */
@Timeout(60)
final class ExactNamesTest {

    @Message
    record Text(String text) {}

    /** The service. */
    @RpcService("test.Names")
    interface Names {
        @RpcMethod(value = "get", exact = true)
        Text small(Text name);

        @RpcMethod("Get")
        Text capital(Text name);
    }

    private static final class NamesHandler implements Names {
        @Override
        public Text small(Text name) {
            return new Text("/get of " + name.text());
        }

        @Override
        public Text capital(Text name) {
            return new Text("/Get of " + name.text());
        }
    }

    @Test
    void aCallReachesTheMethodOfItsVeryName() {
        try (RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .serializer("protobuf")
                        .service(Names.class, new NamesHandler())
                        .start();
                RpcClient client = RpcClient.builder()
                        .protocol("grpc")
                        .serializer("protobuf")
                        .to(server.address())
                        .build()) {
            Names names = client.stub(Names.class);
            assertThat(names.small(new Text("a"))).isEqualTo(new Text("/get of a"));
            assertThat(names.capital(new Text("b"))).isEqualTo(new Text("/Get of b"));
        }
    }
}
