package dev.tenstep.rpc.routeguide;

import static dev.tenstep.rpc.routeguide.Region.FOUNTAIN;
import static dev.tenstep.rpc.routeguide.Region.TOWER;
import static dev.tenstep.rpc.routeguide.Region.all;
import static dev.tenstep.rpc.routeguide.Region.feature;
import static dev.tenstep.rpc.routeguide.Region.note;
import static dev.tenstep.rpc.routeguide.Region.point;
import static dev.tenstep.rpc.routeguide.Region.publisher;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcMethod;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Serves and calls the generated interfaces. */
@Timeout(60)
final class RouteGuideTest {
    private static final Rectangle EVERYWHERE =
            Rectangle.newBuilder().setLow(point(0, 0)).setHigh(point(9, 9)).build();

    /** The interface as somebody writes it by hand. */
    @RpcService("routeguide.RouteGuide")
    interface ByHand {
        @Idempotent(sideEffects = false)
        Feature getFeature(Point at);

        Stream<Feature> listFeatures(Rectangle in);

        RouteSummary recordRoute(Stream<Point> route);

        Stream<RouteNote> routeChat(Stream<RouteNote> notes);
    }

    /** The names as the .proto has them, letter by letter. */
    @RpcService("routeguide.RouteGuide")
    interface ByNames {
        @RpcMethod("GetFeature")
        Feature unary(Point at);

        @RpcMethod("ListFeatures")
        Stream<Feature> down(Rectangle in);

        @RpcMethod("RecordRoute")
        RouteSummary up(Stream<Point> route);

        @RpcMethod("RouteChat")
        Stream<RouteNote> both(Stream<RouteNote> notes);
    }

    private static RpcServer.Builder server() {
        return RpcServer.builder().listen("127.0.0.1:0").serializer("protobuf");
    }

    private static RpcServer start(String style) {
        Region region = new Region();
        return style.equals("blocking")
                ? server().service(RouteGuide.class, region.blocking()).start()
                : server().service(RouteGuideAsync.class, region.async()).start();
    }

    private static RpcClient client(RpcServer server, String protocol) {
        return RpcClient.builder()
                .protocol(protocol)
                .serializer("protobuf")
                .to(server.address())
                .build();
    }

    @ParameterizedTest
    @CsvSource({"grpc, blocking", "grpc, async", "tenstep, blocking", "tenstep, async"})
    void theBlockingInterfaceCallsHandlersOfBothStyles(String protocol, String style) {
        try (RpcServer server = start(style);
                RpcClient client = client(server, protocol)) {
            RouteGuide guide = client.stub(RouteGuide.class);
            assertThat(guide.getFeature(point(1, 1))).isEqualTo(FOUNTAIN);
            assertThat(guide.getFeature(point(2, 2))).isEqualTo(feature("", 2, 2));
            try (Stream<Feature> features = guide.listFeatures(EVERYWHERE)) {
                assertThat(features).containsExactly(FOUNTAIN, TOWER);
            }
            assertThat(guide.recordRoute(Stream.of(point(1, 1), point(2, 2), point(5, 5))))
                    .isEqualTo(RouteSummary.newBuilder()
                            .setPoints(3)
                            .setFeatures(2)
                            .build());
            try (Stream<RouteNote> answers =
                    guide.routeChat(Stream.of(note("first", 1, 1), note("other", 2, 2), note("second", 1, 1)))) {
                assertThat(answers).containsExactly(note("first", 1, 1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"grpc, blocking", "grpc, async", "tenstep, blocking", "tenstep, async"})
    void theAsyncInterfaceCallsHandlersOfBothStyles(String protocol, String style) throws Exception {
        try (RpcServer server = start(style);
                RpcClient client = client(server, protocol)) {
            RouteGuideAsync guide = client.stub(RouteGuideAsync.class);
            assertThat(result(guide.getFeature(point(5, 5)))).isEqualTo(TOWER);
            assertThat(result(all(guide.listFeatures(EVERYWHERE)))).containsExactly(FOUNTAIN, TOWER);
            assertThat(result(guide.recordRoute(publisher(List.of(point(1, 1), point(2, 2))))))
                    .isEqualTo(RouteSummary.newBuilder()
                            .setPoints(2)
                            .setFeatures(1)
                            .build());
            assertThat(result(all(guide.routeChat(publisher(List.of(note("first", 1, 1), note("second", 1, 1)))))))
                    .containsExactly(note("first", 1, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "async"})
    void theServerAnswersToTheNamesInTheProto(String style) {
        try (RpcServer server = start(style);
                RpcClient client = client(server, "grpc")) {
            ByNames guide = client.stub(ByNames.class);
            assertThat(guide.unary(point(1, 1))).isEqualTo(FOUNTAIN);
            try (Stream<Feature> features = guide.down(EVERYWHERE)) {
                assertThat(features).containsExactly(FOUNTAIN, TOWER);
            }
            assertThat(guide.up(Stream.of(point(1, 1))).getPoints()).isEqualTo(1);
            try (Stream<RouteNote> answers = guide.both(Stream.of(note("alone", 1, 1)))) {
                assertThat(answers).isEmpty();
            }
        }
    }

    @Test
    void theClientCallsTheNamesInTheProto() throws Exception {
        ByNames handler = new ByNames() {
            @Override
            public Feature unary(Point at) {
                return TOWER;
            }

            @Override
            public Stream<Feature> down(Rectangle in) {
                return Stream.of(TOWER);
            }

            @Override
            public RouteSummary up(Stream<Point> route) {
                return RouteSummary.newBuilder().setPoints((int) route.count()).build();
            }

            @Override
            public Stream<RouteNote> both(Stream<RouteNote> notes) {
                return notes;
            }
        };
        try (RpcServer server = server().service(ByNames.class, handler).start();
                RpcClient client = client(server, "grpc")) {
            RouteGuide blocking = client.stub(RouteGuide.class);
            assertThat(blocking.getFeature(point(1, 1))).isEqualTo(TOWER);
            assertThat(blocking.recordRoute(Stream.of(point(1, 1))).getPoints()).isEqualTo(1);
            RouteGuideAsync async = client.stub(RouteGuideAsync.class);
            assertThat(result(all(async.listFeatures(EVERYWHERE)))).containsExactly(TOWER);
            assertThat(result(all(async.routeChat(publisher(List.of(note("hi", 1, 1)))))))
                    .containsExactly(note("hi", 1, 1));
        }
    }

    @Test
    void bothStylesAndAnInterfaceByHandAreOneContract() {
        String proto = ProtoFiles.of(RouteGuide.class).get("routeguide.proto");
        assertThat(proto)
                .contains(
                        "rpc GetFeature(Point) returns (Feature) {\n    option idempotency_level = NO_SIDE_EFFECTS;\n  }",
                        "rpc ListFeatures(Rectangle) returns (stream Feature);",
                        "rpc RecordRoute(stream Point) returns (RouteSummary);",
                        "rpc RouteChat(stream RouteNote) returns (stream RouteNote);");
        assertThat(ProtoFiles.of(RouteGuideAsync.class).get("routeguide.proto")).isEqualTo(proto);
        assertThat(ProtoFiles.of(ByHand.class).get("routeguide.proto")).isEqualTo(proto);
        List<String> names = List.of("getFeature", "listFeatures", "recordRoute", "routeChat");
        assertThat(Stream.of(RouteGuide.class, RouteGuideAsync.class, ByHand.class))
                .extracting(ServiceContract::of)
                .allSatisfy(contract -> {
                    assertThat(contract.name()).isEqualTo("routeguide.RouteGuide");
                    assertThat(contract.methods())
                            .extracting(MethodContract::name)
                            .isEqualTo(names);
                });
    }

    @Test
    void methodsWithoutSideEffectsMayBeRetriedAndCalledByGet() {
        assertThat(Stream.of(RouteGuide.class, RouteGuideAsync.class))
                .allSatisfy(type -> assertThat(ServiceContract.of(type).methods())
                        .filteredOn(method -> method.idempotent() && method.sideEffectFree())
                        .extracting(MethodContract::name)
                        .containsExactly("getFeature"));
    }

    private static <T> T result(CompletionStage<T> stage)
            throws ExecutionException, InterruptedException, TimeoutException {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
