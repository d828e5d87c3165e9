package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.*;
import dev.tenstep.rpc.contract.*;
import dev.tenstep.rpc.serialization.*;
import java.io.*;
import java.util.concurrent.*;
import org.junit.jupiter.api.Test;

final class SmokeTest {
    @RpcService
    interface Greeter {
        String greet(String name);

        @NonBlocking
        CompletionStage<String> later(String name);

        int fail(int x);

        String big(int n);
    }

    static final class JavaSerializer implements Serializer, Codec {
        @Override
        public String name() {
            return "java";
        }

        @Override
        public Codec bind(MethodContract m, MessageShape s) {
            return this;
        }

        @Override
        public void encode(Object v, MessageOutput out) throws IOException {
            ObjectOutputStream o = new ObjectOutputStream(out);
            o.writeObject(v);
            o.flush();
        }

        @Override
        public Object decode(MessageInput in) throws IOException {
            try {
                return new ObjectInputStream(in).readObject();
            } catch (ClassNotFoundException e) {
                throw new IOException(e);
            }
        }
    }

    static final class Impl implements Greeter {
        @Override
        public String greet(String name) {
            return "Hello, " + name;
        }

        @Override
        public CompletionStage<String> later(String name) {
            return CompletableFuture.completedFuture("Later, " + name);
        }

        @Override
        public int fail(int x) {
            throw new RpcException(StatusCode.NOT_FOUND, "no " + x);
        }

        @Override
        public String big(int n) {
            return "x".repeat(n);
        }
    }

    @Test
    void works() throws Exception {
        for (String at : new String[] {"inproc:x", "127.0.0.1:0", "unix:/tmp/smoke-test.sock"}) {
            try (RpcServer server = RpcServer.builder()
                            .listen(at)
                            .serializer(new JavaSerializer())
                            .service(Greeter.class, new Impl())
                            .start();
                    RpcClient client = RpcClient.builder()
                            .to(server.address())
                            .serializer(new JavaSerializer())
                            .build()) {
                Greeter g = client.stub(Greeter.class);
                assertThat(g.greet("a")).isEqualTo("Hello, a");
                assertThat(g.later("b").toCompletableFuture().get(5, TimeUnit.SECONDS))
                        .isEqualTo("Later, b");
                assertThat(g.big(1_000_000)).hasSize(1_000_000);
                assertThatThrownBy(() -> g.fail(3)).hasMessage("no 3");
                assertThatThrownBy(() -> g.big(5_000_000)).hasMessageContaining("larger");
                assertThat(g.greet("y".repeat(1_000_000))).hasSize(1_000_007);
                client.stub(Greeter.class, CallOptions.DEFAULT.withTrace(t -> System.err.println(t)))
                        .greet("traced");
            }
        }
    }
}
