package dev.tenstep.rpc.examples;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.examples.chat.Chat;
import dev.tenstep.rpc.examples.chat.ChatClient;
import dev.tenstep.rpc.examples.chat.Room;
import dev.tenstep.rpc.examples.ticker.Ticker;
import dev.tenstep.rpc.examples.ticker.Watcher;
import dev.tenstep.rpc.examples.upload.UploadClient;
import dev.tenstep.rpc.examples.upload.Uploads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options with which the client's streams carry a user's own input: a file, a name in the room, a number of
 * prices.
 */
final class ByHand {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--prices", paramLabel = "COUNT", description = "ticker: print this many prices as they arrive.")
    private @Nullable Integer prices;

    @Option(names = "--file", paramLabel = "FILE", description = "upload: send this file.")
    private @Nullable Path file;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description =
                    "chat: enter the room under this name, send the lines of stdin, and print everything that is said"
                            + " there.")
    private @Nullable String name;

    /** Checks that each option given belongs to a named example. */
    void check(List<Example> named) {
        check("--prices", prices, prices == null || prices > 0, "1 or more");
        check("--file", file, file == null || Files.isRegularFile(file), "a readable file");
        check("--prices", prices, prices == null || named.contains(Example.TICKER), "the example ticker");
        check("--file", file, file == null || named.contains(Example.UPLOAD), "the example upload");
        check("--as", name, name == null || named.contains(Example.CHAT), "the example chat");
        check(
                "--as",
                name,
                name == null || (!name.isBlank() && name.length() <= Room.LONGEST_NAME),
                "a name of at most " + Room.LONGEST_NAME + " characters");
    }

    /**
     * Returns whether one of these options gives the example its input, so that the checks of the other calls do not
     * apply.
     */
    boolean runs(Example example) {
        return switch (example) {
            case TICKER -> prices != null;
            case UPLOAD -> file != null;
            case CHAT -> name != null;
            default -> false;
        };
    }

    private void check(String option, @Nullable Object value, boolean right, String expected) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), option + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** Runs an example with its option; returns false if there is none for it. */
    boolean run(Example example, RpcClient client, CallOptions options) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (example == Example.TICKER && prices != null) {
            try (Watcher watcher = new Watcher(tick -> print(out, tick.number() + ": " + tick.price()))) {
                client.stub(Ticker.class, options).watch("TEN", prices).subscribe(watcher);
                watcher.await();
            }
            return true;
        }
        if (example == Example.UPLOAD && file != null) {
            print(out, UploadClient.send(client.stub(Uploads.class, options), file));
            return true;
        }
        if (example == Example.CHAT && name != null) {
            ChatClient.talk(client.stub(Chat.class, options), name, line -> print(out, line));
            return true;
        }
        return false;
    }

    private static void print(PrintWriter out, Object line) {
        out.println(line);
        out.flush();
    }
}
