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

/** A server of {@link Probe} in a child process, which can be killed. It ends by itself when this process does. */
final class ChildServer implements Closeable {
    private final Process process;
    private final BufferedReader output;
    private final String address;

    private ChildServer(Process process) throws Exception {
        this.process = process;
        // The child prints its address. Polling until it listens could connect a loopback port to itself.
        this.output = process.inputReader();
        this.address = line();
    }

    private String line() throws Exception {
        String line = CompletableFuture.supplyAsync(this::readLine).get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(line).as("the child's output").isNotNull();
        return line;
    }

    private String readLine() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the used bytes of the child's heap, after a collection. */
    long heap() throws Exception {
        process.outputWriter().append("heap\n").flush();
        return Long.parseLong(line());
    }

    /** Starts a child, and returns when it listens. The command is prefixed with the given words. */
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
     * Runs in the child: serves until its input ends, as it does when the parent is gone, and answers each line with
     * the used bytes of its heap.
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

    /** Replaces Netty's own log, whose first line would need a file descriptor when there is none left. */
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

    /** Kills the child as kill -9 does. */
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
