package dev.tenstep.rpc.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests places, comments, imports and errors of files; {@link ProtocTest} tests that they are read rightly. */
final class ProtoSourcesTest {
    private static final Path PROTOS = Path.of("src", "test", "resources", "protos");

    @TempDir
    private Path folder;

    @Test
    void elementsHavePlacesAndComments() {
        ProtoSources sources = ProtoSources.read(List.of(PROTOS.resolve("acme/everything3.proto")), List.of(PROTOS));
        FileDescriptor file = sources.files().get(0);
        Descriptor person = file.findMessageTypeByName("Person");
        String path = PROTOS.resolve("acme/everything3.proto").toString();
        assertThat(sources.place(person)).isEqualTo(path + ":20:1");
        assertThat(sources.comment(person)).isEqualTo("A person.\nWith two lines.");
        assertThat(sources.place(person.findFieldByName("phone"))).isEqualTo(path + ":34:5");
        assertThat(sources.comment(person.findFieldByName("id"))).isEqualTo("The number.");
        assertThat(sources.place(person.findNestedTypeByName("Phone").findEnumTypeByName("Line")))
                .isEqualTo(path + ":43:5");
        assertThat(sources.comment(file.findServiceByName("People").findMethodByName("Find")))
                .isEqualTo("Finds one.");
        assertThat(sources.place(person.findFieldByName("money").getMessageType()))
                .startsWith("google/type/money.proto:");
        assertThat(sources.all()).extracting(FileDescriptor::getName).endsWith("acme/everything3.proto");
    }

    @Test
    void aFolderIsAllItsFilesAndTheirRoot() {
        assertThat(ProtoSources.read(List.of(PROTOS), List.of()).files())
                .extracting(FileDescriptor::getName)
                .containsExactly(
                        "acme/common.proto",
                        "acme/edition.proto",
                        "acme/everything2.proto",
                        "acme/everything3.proto",
                        "acme/rules.proto",
                        "other/nopackage.proto");
    }

    @Test
    void aDescriptorSetIsReadWithoutItsSources() throws IOException {
        FileDescriptor common = ProtoSources.read(List.of(PROTOS.resolve("acme/common.proto")), List.of())
                .files()
                .get(0);
        Path set = folder.resolve("set.binpb");
        Files.write(
                set,
                FileDescriptorSet.newBuilder()
                        .addFile(common.toProto().toBuilder().clearSourceCodeInfo())
                        .build()
                        .toByteArray());
        ProtoSources sources = ProtoSources.read(List.of(set), List.of());
        Descriptor shared = sources.files().get(0).findMessageTypeByName("Shared");
        assertThat(sources.place(shared)).isEqualTo("common.proto");
        assertThat(sources.comment(shared)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    message A { int32 a = 1 }                       | :2:26: expected ';' but was '}'
                    mesage A {}                                     | :2:1: unexpected label: mesage
                    message A { Missing a = 1; }                    | :2:13: A.a: "Missing" is not defined.
                    message A { int32 a = 1; int32 b = 1; }         | :2:26: A.b: Field number 1 has already been used in "A" by field "a".
                    message A { reserved 2; int32 a = 2; }          | :2:25: a = 2 is reserved (expected: a name and a number that are not)
                    message A { reserved "a"; int32 a = 2; }        | :2:27: a = 2 is reserved (expected: a name and a number that are not)
                    message A { int32 a = x; }                      | expected an integer but was x
                    message A { int32 a = 1 [jstype = JS_WRONG]; }  | :2:13: the option jstype is JS_WRONG (expected: JS_NORMAL, JS_STRING, JS_NUMBER)
                    message A { int32 a = 1 [nothing = 1]; }        | :2:13: the option nothing (expected: ctype, packed
                    message A { int32 a = 1 [(acme.no) = 1]; }      | :2:13: the option (acme.no) (expected: an extension of google.protobuf.FieldOptions that this file declares or imports)
                    message A { map<double, int32> a = 1; }         | :2:13: a map's key of type double (expected: an integer, bool or string)
                    service S { rpc M(A) returns (A); }             | :2:13: S.M: "A" is not defined.
                    import "acme/no.proto";                         | the import "acme/no.proto" is not found in
                    import "/etc/hostname";                         | the import "/etc/hostname" is not found in
                    import "a/../../b.proto";                       | the import "a/../../b.proto" is not found in
                    message A { string a = 1 [json_name = "\\xe9"]; } | :2:39: "\\xe9" (expected: characters over 127 as they are; for bytes, give a descriptor set)
                    extend A { optional group G = 1 { } }           | :2:21: a group that is an extension (expected: a message; for groups, give a descriptor set)
                    """)
    void errorsHaveAPlaceWhatWasFoundAndWhatWasExpected(String line, String error) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.proto"), "syntax = \"proto3\";\n" + line + "\n");
        assertThatThrownBy(() -> ProtoSources.read(List.of(file), List.of()))
                .isInstanceOf(UnreadableSchemaException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(error);
    }

    @Test
    void messagesThatNestTooDeeplyAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("deep.proto"), "message A {".repeat(100_000));
        assertThatThrownBy(() -> ProtoSources.read(List.of(file), List.of()))
                .hasMessage(file + ": nests too deeply (expected: some hundred levels at most)");
    }

    @Test
    void aStringMayBeLong() throws IOException {
        String name = "x".repeat(100_000);
        Path file = Files.writeString(
                folder.resolve("long.proto"), "message A { optional int32 a = 1 [json_name = \"" + name + "\"]; }");
        Descriptor read =
                ProtoSources.read(List.of(file), List.of()).files().get(0).findMessageTypeByName("A");
        assertThat(read.findFieldByName("a").getJsonName()).isEqualTo(name);
    }

    @Test
    void aPlaceWithoutLineIsNone() throws IOException {
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        FileDescriptorProto.Builder file = set.addFileBuilder().setName("a.proto");
        file.addMessageTypeBuilder().setName("A");
        file.getSourceCodeInfoBuilder().addLocationBuilder().addPath(4).addPath(0);
        Path path = Files.write(folder.resolve("a.binpb"), set.build().toByteArray());
        ProtoSources sources = ProtoSources.read(List.of(path), List.of());
        assertThat(sources.place(sources.files().get(0).findMessageTypeByName("A")))
                .isEqualTo("a.proto");
    }

    @Test
    void anotherEditionIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("new.proto"), "\nedition = \"2024\";\n");
        assertThatThrownBy(() -> ProtoSources.read(List.of(file), List.of()))
                .hasMessage(file + ":2:1: edition \"2024\" (expected: 2023, proto2 or proto3; of other editions, give a"
                        + " descriptor set)");
    }

    @Test
    void filesThatImportEachOtherAreRefused() throws IOException {
        Files.writeString(folder.resolve("a.proto"), "syntax = \"proto3\"; import \"b.proto\";");
        Files.writeString(folder.resolve("b.proto"), "syntax = \"proto3\"; import \"a.proto\";");
        assertThatThrownBy(() -> ProtoSources.read(List.of(folder), List.of()))
                .hasMessageContaining("b.proto imports itself: a.proto -> b.proto -> a.proto");
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pb"), "no");
        assertThatThrownBy(() -> ProtoSources.read(List.of(folder.resolve("no.proto")), List.of()))
                .hasMessage(folder.resolve("no.proto")
                        + " does not exist (expected: a .proto file, a folder of them, or a descriptor set)");
        assertThatThrownBy(() -> ProtoSources.read(List.of(folder), List.of()))
                .hasMessage(folder + " has no .proto files (expected: one or more)");
        assertThatThrownBy(() -> ProtoSources.read(List.of(text), List.of()))
                .hasMessageStartingWith(text + " is not a descriptor set (expected: ");
        assertThatThrownBy(() -> ProtoSources.read(List.of(), List.of(text)))
                .hasMessage(text + " is not a folder (expected: one that has .proto files)");
    }
}
