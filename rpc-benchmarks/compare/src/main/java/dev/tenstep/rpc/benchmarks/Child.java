package dev.tenstep.rpc.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process that answers commands line by line. One thread sends commands; two daemon threads read the output, so
 * that it never stops on a full pipe, and keep the last lines of its standard error for the report of a failure.
 */
final class Child implements AutoCloseable {
    private static final int KEPT_LINES = 30;
    private static final String ENDED = "\0ended";

    private final String name;
    private final Process process;
    private final Writer commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Deque<String> errors = new ArrayDeque<>(); // guarded by itself
    private final Thread errorReader;
    private final Thread hook = new Thread(this::kill);

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.errorReader = reader(process.getErrorStream(), this::keep, () -> {});
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static Child start(String name, List<String> command) throws IOException {
        Child child = new Child(name, new ProcessBuilder(command).start());
        child.errorReader.start();
        reader(child.process.getInputStream(), child.answers::add, () -> child.answers.add(ENDED))
                .start();
        return child;
    }

    private static Thread reader(InputStream from, Consumer<String> line, Runnable atEnd) {
        Thread thread = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                lines.lines().forEach(line);
            } catch (IOException | UncheckedIOException e) {
                return; // the pipe breaks when the process is killed; its end is reported either way
            } finally {
                atEnd.run();
            }
        });
        thread.setDaemon(true);
        return thread;
    }

    private void keep(String line) {
        synchronized (errors) {
            errors.addLast(line);
            if (errors.size() > KEPT_LINES) {
                errors.removeFirst();
            }
        }
    }

    /** Sends a command and returns what follows the expected first word of its answer. */
    String ask(String command, String firstWord, Duration patience) throws ChildFailed, InterruptedException {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw failed("takes no command (" + e.getMessage() + ")");
        }
        return await(firstWord, patience);
    }

    /** Waits for a line that begins with this word and returns what follows it. */
    String await(String firstWord, Duration patience) throws ChildFailed, InterruptedException {
        @Nullable String line = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw failed("did not answer within " + patience.toSeconds() + " s");
        }
        if (line.equals(ENDED)) {
            answers.add(ENDED);
            throw failed("ended" + exitValue());
        }
        if (line.equals(firstWord) || line.startsWith(firstWord + " ")) {
            return line.substring(firstWord.length()).strip();
        }
        throw failed(line.startsWith("failed ") ? line : "said '" + line + "' (expected: " + firstWord + ")");
    }

    private String exitValue() throws InterruptedException {
        return process.waitFor(5, TimeUnit.SECONDS) ? " with exit value " + process.exitValue() : "";
    }

    private ChildFailed failed(String what) throws InterruptedException {
        if (!process.isAlive()) {
            errorReader.join(1000);
        }
        synchronized (errors) {
            return new ChildFailed(name + " " + what, List.copyOf(errors));
        }
    }

    private void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            keep("the hook runs already: " + e.getMessage());
        }
    }

    /** The process died, hung, or reported a failure. The exception has the last lines of its standard error. */
    static final class ChildFailed extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<String> errorLines;

        ChildFailed(String message, List<String> errorLines) {
            super(message);
            this.errorLines = errorLines;
        }

        List<String> errorLines() {
            return errorLines;
        }
    }
}
