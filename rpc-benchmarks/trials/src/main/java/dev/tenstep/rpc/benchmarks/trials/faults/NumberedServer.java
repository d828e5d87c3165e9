package dev.tenstep.rpc.benchmarks.trials.faults;

import dev.tenstep.rpc.RpcServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A server of {@link Numbered} in a process of its own. It prints its address and serves until its input ends, as it
 * does when the parent is gone. Then it answers the calls that it has accepted, and hands over its ledger: a count of
 * numbers, and a byte for each.
 */
final class NumberedServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final DataInputStream output;
    private final String address;

    private NumberedServer(Process process) throws IOException {
        this.process = process;
        this.output = new DataInputStream(process.getInputStream());
        this.address = output.readUTF();
    }

    /** Starts a server, and returns when it listens. The words of a prefix go before the command. */
    static NumberedServer start(String... prefix) throws IOException {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                // Not the default, which is half of its descriptors: running out of them is one of the trials.
                "-Drpc.server.connections=10000",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                NumberedServer.class.getName()));
        return new NumberedServer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Runs the child process. */
    public static void main(String[] arguments) throws IOException {
        Numbered.Counting counting = new Numbered.Counting();
        DataOutputStream toParent = new DataOutputStream(System.out);
        System.setOut(System.err); // other output is not for the parent
        try (RpcServer server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .service(Numbered.class, counting)
                .start()) {
            toParent.writeUTF(server.address());
            toParent.flush();
            if (System.in.read() >= 0) {
                throw new IllegalStateException("standard input: a byte (expected: none, and its end)");
            }
        }
        byte[] executions = counting.executions();
        toParent.writeInt(executions.length);
        toParent.write(executions);
        toParent.flush();
    }

    String address() {
        return address;
    }

    /** Stops the process for so long. A shell resumes it, even if this process is gone meanwhile. */
    void stop(Duration time) throws IOException, InterruptedException {
        String seconds = String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
        Process shell = new ProcessBuilder(
                        "sh", "-c", "kill -STOP $0 && sleep $1; kill -CONT $0", Long.toString(process.pid()), seconds)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (shell.waitFor() != 0) {
            throw new IOException("the server's process cannot be stopped (exit value " + shell.exitValue() + ")");
        }
    }

    /**
     * Ends the server, which first answers the calls that it has accepted, and returns the number of executions of
     * each call.
     */
    byte[] executions() throws IOException, InterruptedException {
        process.getOutputStream().close();
        byte[] executions;
        try {
            executions = output.readNBytes(output.readInt());
        } catch (EOFException e) {
            throw new IOException("the server's process ended without handing over its ledger", e);
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the server's process did not end within " + PATIENCE_SECONDS + " s");
        }
        return executions;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
