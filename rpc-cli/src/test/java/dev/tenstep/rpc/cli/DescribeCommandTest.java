package dev.tenstep.rpc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.cli.Orders.Shop;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import dev.tenstep.rpc.services.reflection.ReflectionService;
import dev.tenstep.rpc.services.reflection.ServerReflection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DescribeCommandTest {
    private static final String SERVICE =
            """
            service shop.Orders {
              rpc Count(shop.OrdersCountRequest) returns (stream shop.OrdersCountResponse);
              rpc Echo(stream shop.OrdersEchoRequest) returns (stream shop.OrdersEchoResponse);
              rpc Fail(shop.OrdersFailRequest) returns (google.protobuf.Empty);
              rpc Find(shop.OrdersFindRequest) returns (shop.Order);
              rpc Put(shop.Order) returns (shop.Order);
              rpc Sum(stream shop.OrdersSumRequest) returns (shop.OrdersSumResponse);
            }
            """;

    private static final String PUT =
            """
            rpc Put(shop.Order) returns (shop.Order);

            message shop.Order {
              int64 id = 1;
              optional string name = 2;
              shop.State state = 3;
              repeated shop.Item items = 4;
              map<string, int32> stock = 5;
              google.protobuf.Timestamp placed = 6;
            }

            enum shop.State {
              STATE_UNSPECIFIED = 0;
              STATE_OPEN = 1;
              STATE_PAID = 2;
            }

            message shop.Item {
              optional string name = 1;
              shop.Item part = 2;
            }

            // shop.Orders/Put -d '{"id":"0","name":"","state":"STATE_OPEN","items":[{"name":""}],"stock":{"":0},"placed":"1970-01-01T00:00:00Z"}'
            """;

    @TempDir
    private Path folder;

    @Test
    void serversAndFilesAreShownAlike() throws Exception {
        Path proto = folder.resolve("shop.proto");
        Files.writeString(proto, ProtoFiles.of(Orders.class).get("shop.proto"));
        try (RpcServer server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer("protobuf")
                .service(Orders.class, new Shop())
                .service(ServerReflection.class, ReflectionService.of(Orders.class))
                .start()) {
            Stream.of(new String[] {server.address()}, new String[] {"--proto", proto.toString()}, new String[] {
                        "--class-path", "target/test-classes"
                    })
                    .forEach(DescribeCommandTest::isShown);
        }
    }

    private static void isShown(String... source) {
        assertThat(of("describe", source, "shop.Orders")).isEqualTo(SERVICE);
        assertThat(of("describe", source, "shop.Orders/put")).isEqualTo(PUT);
        assertThat(of("describe", source, "shop.State", "shop.Order.state", "shop.Orders.Put"))
                .startsWith("enum shop.State {\n")
                .contains("}\n\nshop.State state = 3;\n\nrpc Put(");
        assertThat(of("list", source, "shop.Orders").lines())
                .containsExactly(
                        "shop.Orders/Count",
                        "shop.Orders/Echo",
                        "shop.Orders/Fail",
                        "shop.Orders/Find",
                        "shop.Orders/Put",
                        "shop.Orders/Sum");
        assertThat(of("list", source).lines()).contains("shop.Orders");
    }

    private static String of(String command, String[] source, String... names) {
        Outcome outcome = Outcome.of(Stream.of(new String[] {command}, source, names)
                .flatMap(Stream::of)
                .toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        return outcome.out();
    }

    @Test
    void everythingIsShownIfNothingIsNamed() {
        String all = of("describe", new String[] {"--class-path", "target/test-classes"});
        assertThat(all).contains(SERVICE);
    }

    @Test
    void anotherDialectsWordsAreShown() throws Exception {
        Path proto = folder.resolve("old.proto");
        Files.writeString(
                proto,
                """
                syntax = "proto2";
                message Old {
                  reserved 4, 7 to 9;
                  reserved "gone";
                  required string name = 1;
                  optional int32 size = 2 [default = 5, deprecated = true];
                  oneof either { string a = 5; bytes b = 6; }
                  optional string text = 10 [default = "a \\"b\\""];
                  optional bytes raw = 11 [default = "\\001"];
                  optional int32 other_name = 12 [json_name = "another"];
                }
                message Gone { reserved 1; }
                """);
        assertThat(of("describe", new String[] {"--proto", proto.toString()}, "Old", "Gone"))
                .isEqualTo(
                        """
                        message Old {
                          reserved 4, 7 to 9;
                          reserved "gone";
                          required string name = 1;
                          optional int32 size = 2 [deprecated = true, default = 5];
                          oneof either {
                            string a = 5;
                            bytes b = 6;
                          }
                          optional string text = 10 [default = "a \\"b\\""];
                          optional bytes raw = 11 [default = "\\001"];
                          optional int32 other_name = 12 [json_name = "another"];
                        }

                        message Gone {
                          reserved 1;
                        }
                        """);
    }

    @Test
    void anExampleEndsWhereItsTypesDoNot() throws Exception {
        StringBuilder text = new StringBuilder("syntax = \"proto3\"; service S { rpc Call(M0) returns (M0); }");
        for (int i = 0; i < 40; i++) {
            text.append("message M%d { M%d a = 1; M%d b = 2; int32 c = 3; }%n".formatted(i, i + 1, i + 1));
        }
        Path proto = Files.writeString(folder.resolve("wide.proto"), text + "message M40 {}");
        assertThat(of("describe", new String[] {"--proto", proto.toString()}, "S/Call"))
                .contains("// S/Call -d '{\"a\":{\"a\":{\"a\":")
                .endsWith("\"b\":{\"c\":0}" + ",\"c\":0}".repeat(6) + "'\n");
    }

    @Test
    void aTargetOrFilesAreNeeded() {
        Outcome outcome = Outcome.of("list");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("rpc list: no TARGET (expected: host:port, or --class-path or --proto)");
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        Outcome outcome = Outcome.of("list", "127.0.0.1:1");
        assertThat(outcome.exitCode()).isEqualTo(64 + 14);
        assertThat(outcome.err()).startsWith("rpc list: UNAVAILABLE: 127.0.0.1:1: no connection: ");
    }
}
