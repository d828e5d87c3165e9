package dev.tenstep.rpc.examples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.examples.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HelloTest {
    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void greetsThePersonNamed(Setting setting) throws Exception {
        setting.run(
                HelloWorldService.class, new HelloWorld(), hello -> assertThat(hello.SayHello(new HelloRequest("shen")))
                        .isEqualTo(new HelloReply("Hello, shen!")));
    }

    @Test
    void usesTheWireNameThatItDeclares() {
        assertThat(ServiceContract.of(HelloWorldService.class).name()).isEqualTo("rpc_package.HelloWorldService");
    }
}
