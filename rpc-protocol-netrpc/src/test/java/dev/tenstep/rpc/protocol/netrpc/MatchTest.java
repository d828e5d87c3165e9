package dev.tenstep.rpc.protocol.netrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.protocol.http.HttpProtocol;
import dev.tenstep.rpc.transport.netty.ServerProtocol;
import dev.tenstep.rpc.transport.netty.ServerProtocol.Match;
import dev.tenstep.rpc.transport.netty.tenstep.TenstepProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tells the protocols of a port apart. */
final class MatchTest {
    private static final List<ServerProtocol> ALL =
            List.of(new NetrpcProtocol(), new HttpProtocol(), new TenstepProtocol());

    private static Match match(ServerProtocol protocol, byte[] bytes, int length) {
        ByteBuf first = Unpooled.wrappedBuffer(bytes, 0, length);
        return protocol.match(first);
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void noTwoProtocolsClaimTheSameTwoBytes() {
        for (int pair = 0; pair < 1 << 16; pair++) {
            byte[] two = {(byte) (pair >> 8), (byte) pair};
            assertThat(ALL.stream().filter(each -> match(each, two, 2) == Match.YES))
                    .as("%x", pair)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void everyBeginningIsOneProtocolsHoweverItIsCut() {
        Map<String, String> beginnings = Map.of(
                "CONNECT /_goRPC_ HTTP/1.0\n\n", "netrpc",
                "CONNECT example.com:443 HTTP/1.1\r\n", "netrpc",
                "/\u00ff\u0081\u0003", "netrpc",
                "{\u00ff\u0081\u0003", "netrpc",
                "\u0001\u00fe\u0081\u0003", "netrpc",
                "{\"method\"", "netrpc",
                "{ \"method\"", "netrpc",
                "COPY / HTTP/1.1\r\n", "",
                "GET /debug/rpc HTTP/1.1\r\n", "http",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "http");
        beginnings.forEach((text, name) -> {
            byte[] all = bytes(text);
            for (int cut = 1; cut <= all.length; cut++) {
                for (ServerProtocol each : ALL) {
                    Match match = match(each, all, cut);
                    boolean whole = cut == all.length;
                    if (each.name().equals(name)) {
                        assertThat(match).as(text).isIn(whole ? List.of(Match.YES) : List.of(Match.YES, Match.MORE));
                    } else {
                        assertThat(match).as(text).isIn(whole ? List.of(Match.NO) : List.of(Match.NO, Match.MORE));
                    }
                }
            }
        });
    }
}
