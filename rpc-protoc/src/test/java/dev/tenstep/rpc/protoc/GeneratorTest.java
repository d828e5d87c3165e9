package dev.tenstep.rpc.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Compares whole generated files. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class GeneratorTest {
    private static final String PLACES =
            """
            syntax = "proto3";
            package acme.places;
            option java_package = "com.acme.places";
            option java_multiple_files = true;
            import "google/protobuf/empty.proto";

            // Says what is where.
            //
            // Nobody knows <everything>.
            service Places {
              // Returns the place at a point.
              rpc GetPlace(Point) returns (Place) {
                option idempotency_level = NO_SIDE_EFFECTS;
              }
              rpc ListPlaces(Area) returns (stream Place);
              rpc RecordWalk(stream Point) returns (Area.Size) {
                option deprecated = true;
              }
              rpc Talk(stream Place) returns (stream Place);
              rpc Forget(google.protobuf.Empty) returns (google.protobuf.Empty) { // Forgets all.
                option idempotency_level = IDEMPOTENT;
              }
            }

            message Point { int32 x = 1; }
            message Place { string name = 1; }
            message Area {
              message Size { int64 size = 1; }
              repeated Point corners = 1;
            }
            """;

    private static final String BLOCKING =
            """
            // Generated from places.proto by rpc-protoc. Changes will be lost.
            package com.acme.places;

            import com.google.protobuf.Empty;
            import dev.tenstep.rpc.contract.Idempotent;
            import dev.tenstep.rpc.contract.Param;
            import dev.tenstep.rpc.contract.RpcService;
            import java.lang.Deprecated;
            import java.util.stream.Stream;

            /**
             * Says what is where.
             *
             * <p>Nobody knows &lt;everything&gt;.
             */
            @RpcService("acme.places.Places")
            public interface Places {
                /**
                 * Returns the place at a point.
                 */
                @Idempotent(sideEffects = false)
                Place getPlace(@Param("request") Point request);

                Stream<Place> listPlaces(@Param("request") Area request);

                @Deprecated
                Area.Size recordWalk(@Param("requests") Stream<Point> requests);

                Stream<Place> talk(@Param("requests") Stream<Place> requests);

                /**
                 * Forgets all.
                 */
                @Idempotent
                Empty forget(@Param("request") Empty request);
            }
            """;

    private static final String ASYNC =
            """
            // Generated from places.proto by rpc-protoc. Changes will be lost.
            package com.acme.places;

            import com.google.protobuf.Empty;
            import dev.tenstep.rpc.contract.Idempotent;
            import dev.tenstep.rpc.contract.Param;
            import dev.tenstep.rpc.contract.RpcService;
            import java.lang.Deprecated;
            import java.util.concurrent.CompletionStage;
            import java.util.concurrent.Flow;

            /**
             * Says what is where.
             *
             * <p>Nobody knows &lt;everything&gt;.
             */
            @RpcService("acme.places.Places")
            public interface PlacesAsync {
                /**
                 * Returns the place at a point.
                 */
                @Idempotent(sideEffects = false)
                CompletionStage<Place> getPlace(@Param("request") Point request);

                Flow.Publisher<Place> listPlaces(@Param("request") Area request);

                @Deprecated
                CompletionStage<Area.Size> recordWalk(@Param("requests") Flow.Publisher<Point> requests);

                Flow.Publisher<Place> talk(@Param("requests") Flow.Publisher<Place> requests);

                /**
                 * Forgets all.
                 */
                @Idempotent
                CompletionStage<Empty> forget(@Param("request") Empty request);
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void aBlockingInterfaceReturnsMessagesAndStreams() throws Exception {
        assertThat(places().generated("style=blocking")).isEqualTo(Map.of("com/acme/places/Places.java", BLOCKING));
    }

    @Test
    void anAsyncInterfaceReturnsStagesAndPublishers() throws Exception {
        assertThat(places().generated("style=async")).isEqualTo(Map.of("com/acme/places/PlacesAsync.java", ASYNC));
    }

    @Test
    void bothReferToEachOther() throws Exception {
        String blocking = BLOCKING.replaceFirst(
                "everything&gt;.\n", "$0 *\n * <p>Its methods block; those of {@link PlacesAsync} do not.\n");
        String async = ASYNC.replaceFirst(
                "everything&gt;.\n", "$0 *\n * <p>Its methods do not block; those of {@link Places} do.\n");
        Map<String, String> both =
                Map.of("com/acme/places/Places.java", blocking, "com/acme/places/PlacesAsync.java", async);
        assertThat(places().generated("style=both")).isEqualTo(both);
        assertThat(places().generated("")).isEqualTo(both);
    }

    @Test
    void theSameRequestHasTheSameResponse() throws Exception {
        assertThat(places().response("").toByteString())
                .isEqualTo(places().response("").toByteString());
    }

    private Protoc places() throws Exception {
        return new Protoc(folder).file("places.proto", PLACES);
    }

    @Test
    void onlyTheFilesAskedForAreGenerated() throws Exception {
        Protoc protoc = new Protoc(folder)
                .imported("other.proto", "syntax = 'proto3'; package b; message M {} service Other {}")
                .file(
                        "deep/one.proto",
                        "syntax = 'proto3'; import 'other.proto'; package a; service One { rpc Do(b.M) returns (b.M); }");
        assertThat(protoc.generated("style=blocking"))
                .isEqualTo(
                        Map.of(
                                "a/One.java",
                                """
                        // Generated from deep/one.proto by rpc-protoc. Changes will be lost.
                        package a;

                        import b.OtherOuterClass;
                        import dev.tenstep.rpc.contract.Param;
                        import dev.tenstep.rpc.contract.RpcMethod;
                        import dev.tenstep.rpc.contract.RpcService;

                        /**
                         * The service {@code a.One}.
                         */
                        @RpcService("a.One")
                        public interface One {
                            @RpcMethod("Do")
                            OtherOuterClass.M do_(@Param("request") OtherOuterClass.M request);
                        }
                        """));
    }

    @Test
    void aServiceWithoutMethodsIsAnInterfaceWithoutAny() throws Exception {
        assertThat(new Protoc(folder)
                        .file("empty.proto", "syntax = 'proto3'; service Empty {}")
                        .generated("style=async"))
                .isEqualTo(
                        Map.of(
                                "EmptyAsync.java",
                                """
                        // Generated from empty.proto by rpc-protoc. Changes will be lost.
                        import dev.tenstep.rpc.contract.RpcService;

                        /**
                         * The service {@code Empty}.
                         */
                        @RpcService("Empty")
                        public interface EmptyAsync {
                        }
                        """));
    }

    @Test
    void anInterfaceNeverReplacesAnotherClass() throws Exception {
        CodeGeneratorResponse response = new Protoc(folder)
                .file(
                        "taken.proto",
                        """
                        syntax = "proto3";
                        package a;
                        option java_multiple_files = true;
                        message OneAsync {}
                        enum TwoAsync { ZERO = 0; }
                        service One {}
                        service Two {}
                        service Three {}
                        service ThreeAsync {}
                        """)
                .response("");
        assertThat(response.getFileList()).isEmpty();
        assertThat(response.getError().lines())
                .containsExactly(
                        "taken.proto: service a.One would be a.OneAsync, which is the class of message OneAsync in"
                                + " taken.proto (expected: a name of its own)",
                        "taken.proto: service a.Two would be a.TwoAsync, which is the class of enum TwoAsync in"
                                + " taken.proto (expected: a name of its own)",
                        "taken.proto: service a.ThreeAsync would be a.ThreeAsync, which is the class of service"
                                + " a.Three (expected: a name of its own)");
    }

    @Test
    void genericServicesAreInTheWayIfTheyHaveFilesOfTheirOwn() throws Exception {
        String text = "syntax = 'proto3'; package a; option java_generic_services = true; service S {}";
        assertThat(new Protoc(folder)
                        .file("s.proto", text)
                        .response("style=blocking")
                        .getError())
                .isEmpty();
        assertThat(new Protoc(folder)
                        .file("s.proto", text + "option java_multiple_files = true;")
                        .response("style=blocking")
                        .getError())
                .isEqualTo("s.proto: service a.S would be a.S, which is the class of service S by"
                        + " java_generic_services in s.proto"
                        + " (expected: a name of its own)");
    }

    @Test
    void aMessageInNoPackageIsRefusedInAnother() throws Exception {
        Protoc protoc = new Protoc(folder)
                .imported("none.proto", "syntax = 'proto3'; message M {}")
                .file(
                        "some.proto",
                        "syntax = 'proto3'; import 'none.proto'; package a; service S { rpc Go(M) returns (M); }");
        assertThat(protoc.response("style=blocking").getError().lines().distinct())
                .containsExactly("some.proto: a.S.Go uses M, whose class is in no package (expected: a java_package in"
                        + " none.proto)");
    }
}
