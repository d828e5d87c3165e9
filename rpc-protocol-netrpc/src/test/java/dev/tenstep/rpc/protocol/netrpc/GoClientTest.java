package dev.tenstep.rpc.protocol.netrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Go's own clients, of all three kinds, call a server. */
final class GoClientTest {
    private static final List<String> KINDS = List.of("http", "bare", "json");

    /** Returns what the program prints, in Go's own words; a field that is not sent keeps its value in gob, and is 0 in JSON. */
    private static List<String> answers(String kind) {
        boolean json = kind.equals("json");
        return Stream.of(
                        "124",
                        "{2 1}",
                        json ? "{7 0}" : "{7 1}",
                        "42",
                        "<nil>",
                        "map[a:[1] bamboo:[6]]",
                        "[255 2 1]",
                        "error no bamboo",
                        "error rpc: can't find method Panda.Nosuch",
                        "error rpc: can't find service Koala.Getinfo",
                        "error rpc: service/method request ill-formed: Getinfo",
                        json
                                ? "error json: cannot unmarshal string into Go value of type int"
                                : "error gob: decoding into local type *int, received remote type string",
                        json
                                ? "error json: cannot unmarshal number 1099511627776 into Go value of type int"
                                : "error value for \"*int\" out of range",
                        "error rpc: can't find method Panda.Count: it has a stream, and net/rpc has none",
                        "2",
                        "concurrently [200 200 200 200 200 200 200 200]")
                .map(line -> kind + " " + line)
                .toList();
    }

    @Test
    void goClientsOfEveryKindAreServed(@TempDir Path folder) throws IOException, InterruptedException {
        GoProgram.require();
        Path program = GoProgram.peer(folder);
        try (RpcServer server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .service(Panda.class, new PandaAtHome())
                .start()) {
            List<String> lines =
                    GoProgram.run(new ProcessBuilder(program.toString(), "client", server.address()), folder);
            List<String> expected = new ArrayList<>();
            KINDS.forEach(kind -> expected.addAll(answers(kind)));
            assertThat(lines).isEqualTo(expected);
        }
    }
}
