package dev.tenstep.rpc.protocol.netrpc;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.testkit.ProtocolContract;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** Runs the contract of protocols that share a port, for each of the three beginnings. */
final class NetrpcProtocolTest {
    private static final String NAME = "15" + hex("ProtocolContract.Next") + "00";
    private static final String REQUEST =
            "2fff81030101075265717565737401ff82000102010d536572766963654d6574686f64010c000103" + "5365710106000000"
                    + "1aff8201" + NAME + "03040002";
    private static final String RESPONSE =
            "3aff8103010108526573706f6e736501ff82000103010d536572766963654d6574686f64010c0001035365710106000105"
                    + "4572726f72010c000000" + "1aff8201" + NAME + "03040004";

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The part that the three have in common. */
    private interface Ways extends ProtocolContract {
        String way();

        String sent();

        String received();

        @Override
        default String address() {
            return "127.0.0.1:0";
        }

        @Override
        default String protocol() {
            return "netrpc";
        }

        @Override
        default boolean cancels() {
            return false;
        }

        @Override
        default RpcClient.Builder client(RpcServer server) {
            return ProtocolContract.super
                    .client(server)
                    .serializer(way().equals("json") ? "gob-json" : "gob")
                    .config(Map.of("rpc.netrpc.dial", way()));
        }

        @Override
        default byte[] conversation() {
            return HexFormat.of().parseHex(sent().replace(" ", ""));
        }

        @Override
        default byte[] answer() {
            return HexFormat.of().parseHex(received().replace(" ", ""));
        }
    }

    @Nested
    final class ByHandshake implements Ways {
        @Override
        public String way() {
            return "http";
        }

        @Override
        public String sent() {
            return hex("CONNECT /_goRPC_ HTTP/1.0\n\n") + REQUEST;
        }

        @Override
        public String received() {
            return hex("HTTP/1.0 200 Connected to Go RPC\n\n") + RESPONSE;
        }
    }

    @Nested
    final class Bare implements Ways {
        @Override
        public String way() {
            return "bare";
        }

        @Override
        public String sent() {
            return REQUEST;
        }

        @Override
        public String received() {
            return RESPONSE;
        }
    }

    @Nested
    final class InJson implements Ways {
        @Override
        public String way() {
            return "json";
        }

        @Override
        public String sent() {
            return hex("{\"method\":\"ProtocolContract.Next\",\"params\":[1],\"id\":0}");
        }

        @Override
        public String received() {
            return hex("{\"id\":0,\"result\":2,\"error\":null}\n");
        }
    }
}
