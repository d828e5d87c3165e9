package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the cases of grpc-java's interop client against the server. The probing forms of the compressed requests, which its own
 * server does not pass either, and {@code cacheable_unary}, which needs a proxy, are left out.
 */
final class GrpcJavaClientTest {
    private static RpcServer server;

    @BeforeAll
    static void start() {
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .settings(KernelSettings.DEFAULT.withMaxMessage(16 << 20))
                .service(TestService.class, new TestServiceHandler())
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty_unary",
                "large_unary",
                "client_compressed_unary_noprobe",
                "client_compressed_streaming_noprobe",
                "server_compressed_unary",
                "server_compressed_streaming",
                "client_streaming",
                "server_streaming",
                "ping_pong",
                "empty_stream",
                "custom_metadata",
                "status_code_and_message",
                "special_status_message",
                "unimplemented_method",
                "unimplemented_service",
                "cancel_after_begin",
                "cancel_after_first_response",
                "timeout_on_sleeping_server",
                "very_large_request",
                "pick_first_unary"
            })
    void passes(String testCase) throws Exception {
        String port = server.address().substring(server.address().lastIndexOf(':') + 1);
        String printed = Program.run(Program.grpcJava(
                "TestServiceClient",
                "--server_host=127.0.0.1",
                "--server_port=" + port,
                "--use_tls=false",
                "--test_case=" + testCase));
        assertThat(printed).contains("Test completed.");
    }
}
