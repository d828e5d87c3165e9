package dev.tenstep.rpc.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a contender's two processes. It obeys the driver line by line and ends when its standard input does,
 * so that it never outlives the driver, however that ended.
 *
 * <pre>
 * server VARIANT        prints  ready PORT
 * client VARIANT PORT   prints  ready
 *
 * usage                                       -> used CPU_NANOS ALLOCATED_BYTES
 * measure OPERATION MODE OUTSTANDING MILLIS   -> measured LINE | failed TEXT
 * </pre>
 */
public final class ContenderProcess {
    private static final long GRACE_MILLIS = 15_000;

    private final PrintStream toDriver;
    private final Load load = new Load(GRACE_MILLIS);
    private final Contender.@Nullable ClientEnd client;

    private ContenderProcess(PrintStream toDriver, Contender.@Nullable ClientEnd client) {
        this.toDriver = toDriver;
        this.client = client;
    }

    /** Runs the process; see the class. */
    public static void main(String[] args) throws Exception {
        PrintStream toDriver = System.out;
        System.setOut(System.err); // some peers log to standard output, which belongs to the driver here
        Contender contender = ServiceLoader.load(Contender.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no contender on the class path"));
        try {
            start(contender, args, toDriver).obey();
            Runtime.getRuntime().halt(0); // nobody needs what a peer's threads and hooks would still do
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static ContenderProcess start(Contender contender, String[] args, PrintStream toDriver) throws Exception {
        if (args[0].equals("server")) {
            toDriver.println("ready " + contender.serve(args[1]));
            return new ContenderProcess(toDriver, null);
        }
        Contender.ClientEnd client = contender.connect(args[1], Integer.parseInt(args[2]));
        toDriver.println("ready");
        return new ContenderProcess(toDriver, client);
    }

    private void obey() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            toDriver.println(
                    switch (words[0]) {
                        case "usage" -> usage();
                        case "measure", "stream" -> measure(words);
                        default -> "failed unknown command: '" + line + "' (expected: usage, measure, stream)";
                    });
        }
    }

    private static String usage() {
        Usage usage = Usage.now();
        return "used " + usage.cpuNanos() + " " + usage.allocatedBytes();
    }

    private String measure(String[] words) {
        if (client == null) {
            return "failed a server measures nothing";
        }
        try {
            String what = words[1].toUpperCase(Locale.ROOT);
            Calls<?> calls = words[0].equals("stream")
                    ? client.streams(StreamKind.valueOf(what))
                    : client.calls(Operation.valueOf(what));
            Mode mode = Mode.valueOf(words[2].toUpperCase(Locale.ROOT));
            Measured measured = load.measure(calls, mode, Integer.parseInt(words[3]), Long.parseLong(words[4]));
            return "measured " + measured.toLine();
        } catch (Exception e) {
            e.printStackTrace();
            return "failed " + String.valueOf(e.getMessage()).replace('\n', ' ').replace('\r', ' ');
        }
    }
}
