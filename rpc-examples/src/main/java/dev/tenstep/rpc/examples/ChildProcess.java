package dev.tenstep.rpc.examples;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One of this program's commands, run as a process of its own with this JVM's class path, or another program. One thread reads
 * its output here, and another passes on its stderr. It never outlives this process or {@link #close}.
 */
final class ChildProcess implements AutoCloseable {
    private static final String END = new String("end of output");
    private static final int SIGTERM = 143;

    /** The first JVM that warns of native code, such as Netty's epoll, unless a flag permits it. */
    private static final int ASKS_FOR_NATIVE_ACCESS = 22;

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Thread reaper;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        reaper = new Thread(process::destroyForcibly, "end-" + name);
    }

    /** Starts a command of {@link Main}. */
    static ChildProcess start(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        if (Runtime.version().feature() >= ASKS_FOR_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        // It lives for seconds: fast startup matters more than peak speed.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        return start(name, new ProcessBuilder(command));
    }

    /**
     * Starts any program.
     *
     * @throws IOException if it is not installed
     */
    static ChildProcess start(String name, ProcessBuilder program) throws IOException {
        Process process = program.start();
        ChildProcess child = new ChildProcess(name, process);
        Runtime.getRuntime().addShutdownHook(child.reaper);
        child.read(process.errorReader(), System.err::println, () -> {});
        child.read(process.inputReader(), child.lines::add, () -> child.lines.add(END));
        return child;
    }

    private void read(BufferedReader reader, Consumer<String> sink, Runnable end) {
        Thread thread = new Thread(
                () -> {
                    try (reader) {
                        reader.lines().forEach(sink);
                    } catch (IOException | UncheckedIOException e) {
                        // This process ended the other one, and its output with it.
                    } finally {
                        end.run();
                    }
                },
                "read-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    long pid() {
        return process.pid();
    }

    /** Returns the rest of the first line that begins so; fails if the process ends or the time passes first. */
    @SuppressWarnings("ReferenceEquality") // END differs from a line with the same words
    String awaitLine(String beginning, Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        String line;
        do {
            line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line != null && line != END && line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
        } while (line != null && line != END);
        if (line == END) {
            awaitExit(time, 0);
        }
        throw new IllegalStateException(
                "the " + name + " process did not say '" + beginning + "...', waited for " + time.toSeconds() + " s");
    }

    /** Waits for the process to end by itself with exit code 0, and returns its lines. */
    @SuppressWarnings("ReferenceEquality")
    List<String> awaitSuccess(Duration time) throws InterruptedException {
        awaitExit(time, 0);
        List<String> printed = new ArrayList<>();
        for (String line = lines.take(); line != END; line = lines.take()) {
            printed.add(line);
        }
        return printed;
    }

    /** Asks the process to end (SIGTERM), and waits until it has printed a line and ended. */
    void terminate(String lastWords, Duration time) throws InterruptedException {
        // Through its handle: Process.destroy() would close its output, and the last words would be lost.
        process.toHandle().destroy();
        awaitLine(lastWords, time);
        awaitExit(time, SIGTERM);
    }

    private void awaitExit(Duration time, int expected) throws InterruptedException {
        if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the " + name + " process still runs after " + time.toSeconds() + " s");
        }
        if (process.exitValue() != expected) {
            throw new IllegalStateException("the " + name + " process ended with exit code " + process.exitValue()
                    + " (expected: " + expected + ")");
        }
    }

    /** Ends the process at once if it is still running. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException e) {
            // This process is already ending, and its shutdown hooks do the rest.
        }
    }
}
