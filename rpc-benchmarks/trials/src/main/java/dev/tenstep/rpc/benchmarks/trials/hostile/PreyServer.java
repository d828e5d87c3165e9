package dev.tenstep.rpc.benchmarks.trials.hostile;

import dev.tenstep.rpc.RpcServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server of {@link Prey} with little memory, in a process of its own. It prints its address, answers {@code state}
 * with the resources that it holds, and ends when its input does.
 */
final class PreyServer implements AutoCloseable {
    private static final int MEGABYTE = 1 << 20;
    private static final int COLLECTIONS = 3;

    private final Process process;
    private final Path log;
    private final BufferedReader answers;
    private final Writer commands;
    private final String address;

    /**
     * The state of the server after a garbage collection.
     *
     * @param heapMegabytes used heap
     * @param threads live platform threads
     */
    record State(long heapMegabytes, int threads) {}

    private PreyServer(Process process, Path log) throws IOException {
        this.process = process;
        this.log = log;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.address = answer();
    }

    /** Starts a server with that much heap and that many handlers, and returns when it listens. */
    static PreyServer start(int heapMegabytes, int handlers) throws IOException {
        File log = File.createTempFile("prey", ".log");
        log.deleteOnExit();
        List<String> command = List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xms" + heapMegabytes + "m",
                "-Xmx" + heapMegabytes + "m",
                "-XX:+AlwaysPreTouch", // otherwise the system's allocation of pages is measured, not the server
                "-Xlog:disable", // the JVM's own warnings are not for the parent
                "-Xlog:all=warning:stderr",
                "-Drpc.server.handlers=" + handlers,
                "-cp",
                System.getProperty("java.class.path"),
                PreyServer.class.getName());
        return new PreyServer(new ProcessBuilder(command).redirectError(log).start(), log.toPath());
    }

    /** Runs the child process. */
    public static void main(String[] arguments) throws IOException {
        PrintStream toParent = System.out;
        System.setOut(System.err); // all other output counts as log
        try (Prey.Handler handler = new Prey.Handler();
                RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .service(Prey.class, handler)
                        .start()) {
            handler.servedAt(server.address());
            toParent.println(server.address());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (in.readLine() != null) {
                for (int i = 0; i < COLLECTIONS; i++) {
                    System.gc();
                }
                toParent.println(
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE
                                + " "
                                + ManagementFactory.getThreadMXBean().getThreadCount());
            }
            // The attackers' calls are not worth waiting for.
            Runtime.getRuntime().halt(0);
        }
    }

    String address() {
        return address;
    }

    /**
     * Returns the server's state. Collecting garbage stops its threads for a moment, so this is not called while
     * calls are measured.
     */
    State state() throws IOException {
        commands.write("state\n");
        commands.flush();
        String[] words = answer().split(" ");
        return new State(Long.parseLong(words[0]), Integer.parseInt(words[1]));
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the server's process has ended; its log ends with:\n" + lastLines());
        }
        return line;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Returns the number of bytes that it has logged. */
    long logged() throws IOException {
        return Files.size(log);
    }

    String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(log);
    }
}
