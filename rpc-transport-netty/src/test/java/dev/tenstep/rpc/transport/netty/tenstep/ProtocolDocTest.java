package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Runs the conversation in docs/protocol.md, byte for byte. */
final class ProtocolDocTest {
    private static final Path PAGE = Path.of("..", "docs", "protocol.md");
    private static final Pattern BLOCK = Pattern.compile("```hex (client|server)\n(.*?)```", Pattern.DOTALL);

    @RpcService("Users")
    interface Users {
        User find(long id);
    }

    record User(long id, String name) {}

    /** Returns one peer's hex blocks, in order. */
    private static List<byte[]> blocks(String end) throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            if (matcher.group(1).equals(end)) {
                blocks.add(Golden.parse(matcher.group(2)));
            }
        }
        return blocks;
    }

    @Test
    void serverAnswersTheClientOfThePage() throws IOException {
        List<byte[]> said = blocks("client");
        List<byte[]> answered = blocks("server");
        assertThat(said).hasSize(2);
        try (RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .serializer("json")
                        .service(Users.class, id -> new User(id, "Ann"))
                        .start();
                RawPeer client = RawPeer.connect(server.address())) {
            for (int i = 0; i < said.size(); i++) {
                client.send(said.get(i));

                assertThat(client.readBytes(answered.get(i).length))
                        .asHexString()
                        .isEqualTo(HexFormat.of().withUpperCase().formatHex(answered.get(i)));
            }
        }
    }

    @Test
    void clientTalksToTheServerOfThePage() throws IOException {
        byte[] said = blocks("client").get(0);
        byte[] answer = blocks("server").get(0);
        List<byte[]> heard = new ArrayList<>();
        FakeServer.Script script = client -> {
            heard.add(client.readBytes(said.length));
            client.send(answer).readToEnd();
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .serializer("json")
                        .deadline(Duration.ZERO)
                        .build()) {
            User user = client.stub(Users.class).find(42);

            assertThat(heard.get(0))
                    .asHexString()
                    .isEqualTo(HexFormat.of().withUpperCase().formatHex(said));
            assertThat(user).isEqualTo(new User(42, "Ann"));
        }
    }

    @Test
    void pageListsEveryStatusCode() throws IOException {
        String codes = Arrays.stream(StatusCode.values())
                .map(code -> code.number() + " " + code.name())
                .collect(Collectors.joining(", "));

        assertThat(Files.readString(PAGE).replaceAll("\\s+", " ")).contains(codes);
    }
}
