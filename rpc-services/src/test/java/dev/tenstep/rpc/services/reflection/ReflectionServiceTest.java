package dev.tenstep.rpc.services.reflection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.services.Taken;
import dev.tenstep.rpc.services.health.Health;
import dev.tenstep.rpc.services.health.HealthService;
import dev.tenstep.rpc.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.SubmissionPublisher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests server reflection over gRPC. */
@Timeout(60)
final class ReflectionServiceTest {
    private static RpcServer server;
    private static RpcClient client;

    @BeforeAll
    static void start() {
        ReflectionService reflection = ReflectionService.of(Health.class);
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .service(Health.class, new HealthService())
                .service(ServerReflection.class, reflection)
                .service(ServerReflectionAlpha.class, reflection)
                .start();
        client = RpcClient.builder().to(server.address()).protocol("grpc").build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static ServerReflectionRequest symbol(String name) {
        return new ServerReflectionRequest("here", null, name, null, null, null);
    }

    /** Asks these questions and returns the answers. */
    private static List<ServerReflectionResponse> ask(ServerReflectionRequest... questions) {
        Taken<ServerReflectionResponse> answers = new Taken<>();
        try (SubmissionPublisher<ServerReflectionRequest> requests = new SubmissionPublisher<>()) {
            client.stub(ServerReflection.class).serverReflectionInfo(requests).subscribe(answers);
            Eventually.until("the request is open", requests::hasSubscribers);
            List.of(questions).forEach(requests::submit);
            Eventually.until("all are answered", () -> answers.elements().size() == questions.length);
        }
        return new ArrayList<>(answers.elements());
    }

    private static ServerReflectionResponse answer(ServerReflectionRequest question) {
        return ask(question).get(0);
    }

    private static List<String> names(@Nullable FileDescriptorResponse files) throws Exception {
        List<String> names = new ArrayList<>();
        for (byte[] file : Objects.requireNonNull(files).fileDescriptorProto()) {
            names.add(FileDescriptorProto.parseFrom(file).getName());
        }
        return names;
    }

    @Test
    void servicesAreListed() {
        ServerReflectionResponse answer = answer(new ServerReflectionRequest(null, null, null, null, null, "*"));
        assertThat(Objects.requireNonNull(answer.listServicesResponse()).service())
                .extracting(ServiceResponse::name)
                .containsExactly(
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection");
    }

    @Test
    void symbolIsFoundInItsFile() throws Exception {
        for (String name :
                List.of("grpc.health.v1.Health", "grpc.health.v1.Health.Check", "grpc.health.v1.HealthCheckRequest")) {
            assertThat(names(answer(symbol(name)).fileDescriptorResponse())).containsExactly("grpc/health/v1.proto");
        }
    }

    @Test
    void fileIsFoundByItsName() throws Exception {
        ServerReflectionRequest question =
                new ServerReflectionRequest(null, "grpc/health/v1.proto", null, null, null, null);
        assertThat(names(answer(question).fileDescriptorResponse())).containsExactly("grpc/health/v1.proto");
    }

    @Test
    void unknownSymbolFailsAlone() {
        List<ServerReflectionResponse> answers = ask(symbol("nothing"), symbol("grpc.health.v1.Health"));
        assertThat(Objects.requireNonNull(answers.get(0).errorResponse()).errorCode())
                .isEqualTo(StatusCode.NOT_FOUND.number());
        assertThat(answers.get(0).originalRequest()).isEqualTo(symbol("nothing"));
        assertThat(answers.get(1).fileDescriptorResponse()).isNotNull();
    }
}
