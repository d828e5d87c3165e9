package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server of {@link Probe} in a process of its own, which can be killed. It ends by itself when this process does. */
final class ChildServer implements Closeable {
    private final Process process;
    private final BufferedReader output;
    private final String address;

    private ChildServer(Process process) throws Exception {
        this.process = process;
        // Says where it listens. To try until it does could connect a port of loopback to itself.
        this.output = process.inputReader();
        this.address = line();
    }

    private String line() throws Exception {
        String line = CompletableFuture.supplyAsync(this::readLine).get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(line).as("what the child says").isNotNull();
        return line;
    }

    private String readLine() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of the child's heap that are in use, after a collection. */
    long heap() throws Exception {
        process.outputWriter().append("heap\n").flush();
        return Long.parseLong(line());
    }

    /** Starts one, and returns when it listens. The words of a prefix go before the command. */
    static ChildServer start(String address, String... prefix) throws Exception {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ChildServer.class.getName(),
                address));
        return new ChildServer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /**
     * The child's program: serves until its input ends, as it does when the parent is gone, and answers each line with the
     * bytes of its heap that are in use.
     */
    public static void main(String[] arguments) throws IOException {
        InternalLoggerFactory.setDefaultFactory(new NoLog());
        try (RpcServer server = Served.server(arguments[0], KernelSettings.DEFAULT, new ProbeHandler())
                .start()) {
            System.out.println(server.address());
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            while (input.readLine() != null) {
                System.gc();
                System.out.println(Runtime.getRuntime().totalMemory()
                        - Runtime.getRuntime().freeMemory());
            }
        }
    }

    /** Netty's own log, as it is where its first line needs a file descriptor and there is none. */
    private static final class NoLog extends InternalLoggerFactory {
        @Override
        protected InternalLogger newInstance(String name) {
            return (InternalLogger) Proxy.newProxyInstance(
                    InternalLogger.class.getClassLoader(), new Class<?>[] {InternalLogger.class}, (log, method, a) -> {
                        if (method.getName().equals("warn")) {
                            throw new NoClassDefFoundError("what needs a file descriptor");
                        }
                        return method.getReturnType() == boolean.class
                                ? method.getName().equals("isWarnEnabled")
                                : null;
                    });
        }
    }

    String address() {
        return address;
    }

    /** What kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
