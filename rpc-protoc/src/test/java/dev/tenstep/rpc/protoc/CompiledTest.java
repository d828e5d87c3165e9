package dev.tenstep.rpc.protoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.MethodContract.Style;
import dev.tenstep.rpc.contract.ServiceContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles interfaces over the messages that protoc generates, so that the names of both must agree, and parses their
 * contracts.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class CompiledTest {
    @TempDir
    private Path folder;

    private Protoc protoc() throws Exception {
        return new Protoc(folder);
    }

    private ServiceContract contract(Protoc protoc, String name) throws Exception {
        try (Compiled compiled = Compiled.of(protoc, folder)) {
            return compiled.contract(name);
        }
    }

    /** The methods' names on the wire, by their names in Java. */
    private static Map<String, String> names(ServiceContract contract) {
        return contract.methods().stream()
                .collect(Collectors.toMap(method -> method.method().getName(), MethodContract::name));
    }

    private static List<String> types(ServiceContract contract) {
        return List.of(contract.methods().get(0).method().getReturnType().getName());
    }

    @Test
    void namesOfMethodsMayBeJavasOwn() throws Exception {
        String methods = List.of(
                        "GetClass",
                        "Wait",
                        "Notify",
                        "NotifyAll",
                        "HashCode",
                        "ToString",
                        "Equals",
                        "Clone",
                        "Finalize",
                        "New",
                        "Class",
                        "Default",
                        "Null",
                        "True",
                        "Int",
                        "Yield",
                        "Record")
                .stream()
                .map(name -> "rpc " + name + "(google.protobuf.Any) returns (google.protobuf.Empty);")
                .collect(Collectors.joining());
        ServiceContract contract = contract(
                protoc().file(
                                "o.proto",
                                "syntax = 'proto3'; package a; import 'google/protobuf/any.proto';"
                                        + "import 'google/protobuf/empty.proto'; service O {" + methods + "}"),
                "a.O");
        assertThat(names(contract))
                .hasSize(17)
                .containsEntry("getClass", "getClass")
                .containsEntry("equals", "equals")
                .containsEntry("wait", "wait")
                .containsEntry("yield", "yield")
                .containsEntry("new_", "New")
                .containsEntry("class_", "Class")
                .containsEntry("null_", "Null");
    }

    @Test
    void namesOfMethodsThatJavaCannotTellApartAreToldApart() throws Exception {
        ServiceContract contract = contract(
                protoc().file(
                                "n.proto",
                                """
                                syntax = "proto3";
                                package a;
                                message M {}
                                service N {
                                  rpc get_it(M) returns (M);
                                  rpc getIt(M) returns (M);
                                  rpc GetIt(M) returns (M);
                                  rpc GET(M) returns (M);
                                  rpc _(M) returns (M);
                                  rpc _1(M) returns (M);
                                  rpc _Do(M) returns (M);
                                }
                                """),
                "a.NAsync");
        assertThat(names(contract))
                .isEqualTo(Map.of(
                        "getIt", "GetIt",
                        "getIt_", "get_it",
                        "getIt__", "getIt",
                        "gET", "gET",
                        "__", "_",
                        "_1", "_1",
                        "do_", "_Do"));
        assertThat(contract.methods())
                .extracting(MethodContract::rpcName)
                .containsExactlyInAnyOrder("GetIt", "get_it", "getIt", "GET", "_", "_1", "_Do");
    }

    @Test
    void namesOfServicesMayBeJavasOwn() throws Exception {
        Protoc protoc = protoc().file(
                        "s.proto",
                        "syntax = 'proto3'; package a; service class {} service record {} service var {} service lower {}");
        try (Compiled compiled = Compiled.of(protoc, folder)) {
            assertThat(compiled.contract("a.class_").name()).isEqualTo("a.class");
            assertThat(compiled.contract("a.classAsync").name()).isEqualTo("a.class");
            assertThat(compiled.contract("a.record_").name()).isEqualTo("a.record");
            assertThat(compiled.contract("a.var_").name()).isEqualTo("a.var");
            assertThat(compiled.contract("a.lower").name()).isEqualTo("a.lower");
        }
    }

    @Test
    void namesOfServicesMayBeThoseThatTheInterfaceUses() throws Exception {
        List<String> names = List.of("RpcService", "RpcMethod", "Param", "Idempotent", "Stream", "Flow", "Deprecated");
        String services = names.stream()
                .map(name -> "service " + name + " { rpc New(stream M) returns (stream M) {"
                        + " option deprecated = true; option idempotency_level = IDEMPOTENT; } }")
                .collect(Collectors.joining("\n"));
        Protoc protoc = protoc().file("s.proto", "syntax = 'proto3'; package a; message M {}" + services);
        try (Compiled compiled = Compiled.of(protoc, folder)) {
            for (String name : names) {
                assertThat(compiled.contract("a." + name).methods())
                        .extracting(MethodContract::name, MethodContract::idempotent)
                        .containsExactly(tuple("New", true));
            }
        }
    }

    @Test
    void namesOfMessagesMayBeThoseThatTheInterfaceUses() throws Exception {
        String names = List.of(
                        "Stream",
                        "Flow",
                        "CompletionStage",
                        "Deprecated",
                        "SuppressWarnings",
                        "Object",
                        "String",
                        "RpcService",
                        "RpcMethod",
                        "Param",
                        "Idempotent",
                        "Override")
                .stream()
                .map(name -> "message " + name + " {}")
                .collect(Collectors.joining("\n"));
        String text =
                """
                syntax = "proto3";
                package PACKAGE;
                option java_multiple_files = true;
                import "mine.proto";
                service Busy {
                  option deprecated = true;
                  rpc A(stream mine.Stream) returns (stream mine.Flow);
                  rpc B(mine.CompletionStage) returns (mine.Deprecated) { option deprecated = true; }
                  rpc C(mine.RpcService) returns (mine.Param) { option idempotency_level = IDEMPOTENT; }
                  rpc New(mine.Idempotent) returns (mine.RpcMethod);
                  rpc E(mine.Object) returns (mine.String);
                }
                """;
        Protoc protoc = protoc().file(
                        "mine.proto", "syntax = 'proto3'; package mine; option java_multiple_files = true;" + names)
                .file("same.proto", text.replace("PACKAGE", "mine"))
                .file("other.proto", text.replace("PACKAGE", "other"));
        try (Compiled compiled = Compiled.of(protoc, folder)) {
            assertThat(compiled.contract("mine.Busy").methods()).hasSize(5);
            assertThat(compiled.contract("mine.BusyAsync").methods()).hasSize(5);
            assertThat(compiled.contract("other.Busy").type()).hasAnnotation(Deprecated.class);
        }
    }

    @Test
    void aMessageMayHaveTheNameOfAnImportedServiceOrOfAnother() throws Exception {
        Protoc protoc = protoc().file(
                        "a.proto", "syntax = 'proto3'; package a; option java_multiple_files = true; message Status {}")
                .file("b.proto", "syntax = 'proto3'; package b; option java_multiple_files = true; message Status {}")
                .file(
                        "c.proto",
                        """
                        syntax = "proto3";
                        package c;
                        import "a.proto";
                        import "b.proto";
                        service Status { rpc Merge(a.Status) returns (b.Status); }
                        """);
        assertThat(types(contract(protoc, "c.Status"))).containsExactly("b.Status");
    }

    @Test
    void messagesAreWhereTheOptionsPutThem() throws Exception {
        Protoc protoc = protoc().file(
                        "one_file.proto", "syntax = 'proto2'; package p.one; message M { message N { message O {} } }")
                .file(
                        "named.proto",
                        "syntax = 'proto3'; package p.named; option java_outer_classname = 'Wrapper';"
                                + "option java_package = 'com.acme.named'; message M {}")
                .file("clash.proto", "syntax = 'proto3'; package p.clash; message X { message Clash {} }")
                .file("no-package.v1.proto", "syntax = 'proto3'; message M {} service Own { rpc Go(M) returns (M); }")
                .file(
                        "s.proto",
                        """
                        syntax = "proto3";
                        package p;
                        import "one_file.proto";
                        import "named.proto";
                        import "clash.proto";
                        service S {
                          rpc A(one.M) returns (one.M.N.O);
                          rpc B(named.M) returns (clash.X.Clash);
                        }
                        """);
        try (Compiled compiled = Compiled.of(protoc, folder)) {
            assertThat(compiled.contract("p.S").methods())
                    .extracting(method -> method.method().getReturnType().getName())
                    .containsExactly("p.one.OneFile$M$N$O", "p.clash.ClashOuterClass$X$Clash");
            assertThat(types(compiled.contract("Own"))).containsExactly("NoPackageV1$M");
        }
    }

    @Test
    void editionsPutMessagesWhereTheirFeaturesSay() throws Exception {
        String s = " service S { rpc Go(In) returns (Out); }";
        String messages = " message In {} message Out {}" + s;
        Protoc protoc = protoc().file("e23.proto", "edition = '2023'; package e23;" + messages)
                .file("e23m.proto", "edition = '2023'; package e23m; option java_multiple_files = true;" + messages)
                .file("e24.proto", "edition = '2024'; package e24;" + messages)
                .file(
                        "e24n.proto",
                        """
                        edition = "2024";
                        package e24n;
                        import option "google/protobuf/java_features.proto";
                        message In {}
                        message Out { option features.(pb.java).nest_in_file_class = YES; }
                        """
                                + s)
                .file("e26.proto", "edition = '2026'; package e26;" + messages);
        try (Compiled compiled = Compiled.of(protoc, folder)) {
            assertThat(types(compiled.contract("e23.S"))).containsExactly("e23.E23$Out");
            assertThat(types(compiled.contract("e23m.S"))).containsExactly("e23m.Out");
            assertThat(types(compiled.contract("e24.S"))).containsExactly("e24.Out");
            assertThat(types(compiled.contract("e24n.S"))).containsExactly("e24n.E24NProto$Out");
            assertThat(types(compiled.contract("e26.S"))).containsExactly("e26.Out");
        }
    }

    @Test
    void deprecatedMessagesWarnNobodyWhoCompilesTheInterface() throws Exception {
        Protoc protoc = protoc().file(
                        "d.proto",
                        """
                        syntax = "proto3";
                        package d;
                        option java_multiple_files = true;
                        message Old { option deprecated = true; message In {} }
                        message New {}
                        service D {
                          rpc A(Old) returns (New);
                          rpc B(New) returns (stream Old.In);
                          rpc C(stream Old.In) returns (Old) { option deprecated = true; }
                        }
                        """);
        assertThat(contract(protoc, "d.D").methods()).hasSize(3);
    }

    @Test
    void anyCommentIsValidJavadoc() throws Exception {
        Protoc protoc = protoc().file(
                        "c.proto",
                        """
                        syntax = "proto3";
                        package c;
                        message M {}
                        // */ class X {} /* \\u002a/ <p> <b> & {@link Nothing} @param x {{{ }
                        // @deprecated
                        //
                        //   - indented {@code
                        //
                        // größer 東京
                        service C {
                          rpc A(M) returns (M); // @return {@literal */
                          /* A block
                           * of <lines>
                           */
                          rpc B(M) returns (M);
                        }
                        """);
        assertThat(contract(protoc, "c.C").methods()).hasSize(2);
    }

    @Test
    void theFourKindsOfMethodsHaveTheStylesOfTheirInterface() throws Exception {
        Protoc protoc = protoc().file(
                        "k.proto",
                        """
                        syntax = "proto3";
                        package k;
                        message M {}
                        service K {
                          rpc A(M) returns (M);
                          rpc B(M) returns (stream M);
                          rpc C(stream M) returns (M);
                          rpc D(stream M) returns (stream M);
                        }
                        """);
        try (Compiled compiled = Compiled.of(protoc, folder)) {
            assertThat(compiled.contract("k.K").methods())
                    .extracting(MethodContract::style)
                    .containsExactly(Style.BLOCKING, Style.STREAM, Style.BLOCKING, Style.STREAM);
            assertThat(compiled.contract("k.KAsync").methods())
                    .extracting(MethodContract::style)
                    .containsExactly(Style.ASYNC, Style.PUBLISHER, Style.ASYNC, Style.PUBLISHER);
            assertThat(compiled.contract("k.KAsync").methods())
                    .extracting(method -> method.stream() != null)
                    .containsExactly(false, false, true, true);
        }
    }
}
