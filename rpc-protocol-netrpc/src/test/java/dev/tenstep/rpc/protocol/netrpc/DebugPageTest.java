package dev.tenstep.rpc.protocol.netrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.server.Page;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** The page that Go's server has, beside a page of a user's. */
final class DebugPageTest {
    private static HttpResponse<String> get(RpcServer server, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.address() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void pageListsServicesMethodsAndCalls() throws IOException, InterruptedException {
        try (RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .serializer(new TinySerializer())
                        .service(Panda.class, new PandaAtHome())
                        .page("/panda", Page.text("panda"))
                        .start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .protocol("netrpc")
                        .serializer("gob")
                        .build()) {
            client.stub(Panda.class).getinfo(1);
            client.stub(Panda.class).getinfo(2);
            String page = get(server, "/debug/rpc").body().replace("\n", "");
            assertThat(page)
                    .contains("<title>Services</title>", "Service Panda")
                    .contains(row("Getinfo(int, *int) error", 2))
                    .contains(row("Swap(Pair, *Pair) error", 0))
                    .contains(row("Add(struct, *int) error", 0))
                    .contains(row("Feed(struct {}, *struct {}) error", 0))
                    .contains(row("Sizes([]string, *map[string][]int) error", 0))
                    .contains(row("Reverse([]uint8, *[]uint8) error", 0))
                    .doesNotContain("Count");
            assertThat(get(server, "/panda").body()).isEqualTo("panda");
            HttpResponse<String> refused = get(server, "/_goRPC_");
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.body()).isEqualTo("405 must CONNECT\n");
        }
    }

    private static String row(String method, int calls) {
        return "<tr><td align=left font=fixed>" + method + "</td><td align=center>" + calls + "</td></tr>";
    }
}
