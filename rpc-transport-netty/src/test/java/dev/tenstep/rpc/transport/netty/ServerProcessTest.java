package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process whose {@code main} starts a server and returns: how long it lives. */
final class ServerProcessTest {

    /** The service of the process. */
    @RpcService("Life")
    interface Life {
        /** Tells whether {@code main} has returned. */
        boolean mainHasReturned();

        /** Says so at the standard output, and returns when a line has come. */
        String hold();

        /** Closes the server. */
        void close();
    }

    /** The handler. */
    private static final class Lived implements Life {
        final CompletableFuture<RpcServer> server = new CompletableFuture<>();

        @Override
        public boolean mainHasReturned() {
            return Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().equals("DestroyJavaVM"));
        }

        @Override
        public String hold() {
            System.out.println("held");
            try {
                return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            server.join().close();
        }
    }

    /** The process. */
    public static void main(String[] arguments) {
        Lived handler = new Lived();
        RpcServer.Builder builder = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .service(Life.class, handler);
        if (arguments.length > 0) {
            builder.shutdownHook();
        }
        RpcServer server = builder.start();
        handler.server.complete(server);
        System.out.println(server.address());
    }

    private Process process;
    private BufferedReader output;
    private RpcClient client;
    private Life life;

    @BeforeEach
    void start() throws Exception {
        process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerProcessTest.class.getName(),
                        "hook")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        output = process.inputReader();
        String address = output.lines()
                .filter(line -> line.startsWith("127.0.0.1:"))
                .findFirst()
                .orElseThrow();
        client =
                RpcClient.builder().to(address).serializer(new TinySerializer()).build();
        life = client.stub(Life.class);
    }

    @AfterEach
    void end() {
        client.close();
        process.destroyForcibly();
    }

    private int exitCode() throws InterruptedException {
        assertThat(process.waitFor(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return process.exitValue();
    }

    @Test
    void serverKeepsItsProcessAliveUntilItIsClosed() throws InterruptedException {
        Eventually.until("main has returned", life::mainHasReturned);
        life.close();
        assertThat(exitCode()).isZero();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void processThatIsToldToEndAnswersTheCallsThatItHasTaken() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CompletableFuture<String> held = CompletableFuture.supplyAsync(life::hold);
        held.whenComplete((text, failure) -> answered.countDown());
        assertThat(output.lines().anyMatch("held"::equals)).isTrue();

        process.toHandle().destroy();
        Eventually.until("it takes no more calls", this::refuses);
        assertThat(answered.getCount()).isOne();
        process.outputWriter().append("answer\n").flush();
        assertThat(held.join()).isEqualTo("answer");
        assertThat(exitCode()).isEqualTo(128 + 15);
    }

    private boolean refuses() {
        try {
            life.mainHasReturned();
            return false;
        } catch (RpcException refused) {
            return true;
        }
    }
}
