package dev.tenstep.rpc.examples;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One of this program's commands, run as a process of its own with this JVM's class path. What it prints is read here by a
 * thread; what it says on stderr goes to this process's. It never outlives this process or {@link #close}.
 */
final class ChildProcess implements AutoCloseable {
    private static final String END = new String("end of output");
    private static final int SIGTERM = 143;

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
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ChildProcess child = new ChildProcess(name, process);
        Runtime.getRuntime().addShutdownHook(child.reaper);
        Thread reader = new Thread(child::read, "read-" + name);
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // The process was ended from here, and its output with it.
        } finally {
            lines.add(END);
        }
    }

    long pid() {
        return process.pid();
    }

    /** The rest of the first line that begins so; fails if the process ends or the time passes before. */
    @SuppressWarnings("ReferenceEquality") // END is told apart from a line of the same words
    String awaitLine(String beginning, Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (true) {
            String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == END) {
                awaitExit(time, 0);
            }
            if (line == null || line == END) {
                throw new IllegalStateException("the " + name + " process did not say '" + beginning
                        + "...', waited for " + time.toSeconds() + " s");
            }
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
        }
    }

    /** Waits for the process to end by itself with exit code 0; its lines. */
    @SuppressWarnings("ReferenceEquality")
    List<String> awaitSuccess(Duration time) throws InterruptedException {
        awaitExit(time, 0);
        List<String> printed = new ArrayList<>();
        for (String line = lines.take(); line != END; line = lines.take()) {
            printed.add(line);
        }
        return printed;
    }

    /** Asks the process to end (SIGTERM) and waits until it has. */
    void terminate(Duration time) throws InterruptedException {
        process.destroy();
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

    /** Ends the process at once if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException e) {
            // This process is ending already, and its hooks do the rest.
        }
    }
}
