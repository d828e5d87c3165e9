package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.KernelContract;
import org.junit.jupiter.api.Test;

/** Runs the contract of the kernels over Connect. */
final class ConnectKernelTest implements KernelContract {

    @RpcService("Echo")
    interface Echo {
        String echo(String text);
    }

    @Override
    public String address() {
        return "127.0.0.1:0";
    }

    @Override
    public String protocol() {
        return "connect";
    }

    /** A codec is a content type here, and one that a server does not speak is unimplemented, with status 415. */
    @Override
    @Test
    public void unknownSerializerIsRefusedByName() {
        try (RpcServer server = server().accept("tiny")
                        .service(Echo.class, text -> text)
                        .start();
                RpcClient client = client(server).serializer("protobuf").build()) {
            RpcException failure = catchThrowableOfType(
                    RpcException.class, () -> client.stub(Echo.class).echo("a"));
            assertThat(failure.code()).isEqualTo(StatusCode.UNIMPLEMENTED);
            assertThat(failure.notStarted()).isTrue();
            assertThat(failure).hasMessageContainingAll("application/proto", "application/tiny");
        }
    }
}
