package dev.tenstep.rpc.protocol.netrpc.gob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.RpcService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows the messages that are written. */
final class ReadmeTest {
    private final GobMessages messages = new GobMessages(Samples.class);

    @RpcService
    interface Samples {
        int number();

        String text();

        Point point();
    }

    record Point(int x, int y) {}

    @Test
    void messagesAreThoseOfTheReadme() throws IOException {
        String point = GobMessages.write(messages.result("point"), new Point(1, 2));
        int value = point.indexOf("07ff86");
        assertThat(Files.readString(Path.of("README.md")))
                .contains("| `123` as a result | `" + GobMessages.write(messages.result("number"), 123) + "` |")
                .contains("| `\"hi\"` | `" + GobMessages.write(messages.result("text"), "hi") + "` |")
                .contains(
                        "| `new Point(1, 2)` | `" + point.substring(0, value) + "` `" + point.substring(value) + "` |");
    }
}
