package dev.tenstep.rpc.serialization.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.RpcMethod;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests the texts of exported .proto files, and that protoc compiles them. */
final class ProtoFilesTest {
    private static final Path PROTOC = Path.of("target", "protoc", "protoc.exe");

    @TempDir
    private Path folder;

    /** A status. */
    enum Status {
        OPEN,
        PAID
    }

    /** The ways to pay. */
    sealed interface Payment permits Card, Cash {}

    record Card(String number) implements Payment {}

    record Cash() implements Payment {}

    record Item(String name, int count, @Nullable Integer discount) {}

    record Order(
            long id,
            List<Item> items,
            Map<String, Integer> counts,
            List<List<String>> table,
            Status status,
            Payment payment,
            Instant created) {}

    record Page<T>(List<T> elements, int total) {}

    /** The request itself. */
    @Message
    record Query(String text) {}

    /** A failure that the interface declares. */
    public static final class NoSuchOrderException extends Exception {
        private static final long serialVersionUID = 1;
        private final long id;

        public NoSuchOrderException(String message, long id) {
            super(message);
            this.id = id;
        }

        public long getId() {
            return id;
        }
    }

    @RpcService("acme.shop.Orders")
    interface Orders {
        Order find(long id) throws NoSuchOrderException;

        Page<Order> search(Query query);

        void remove(long id, boolean forGood);

        int total(Stream<Item> items);

        Stream<Item> priced(String currency, Stream<Item> items);

        Stream<String> names();
    }

    @RpcService("acme.shop.Carts")
    interface Carts {
        Order order(Query query);
    }

    @RpcService("acme.Names")
    interface Names {
        @RpcMethod("given")
        Query one(Query query);

        @RpcMethod(value = "asItIs", exact = true)
        Query other(Query query);
    }

    @Test
    void anExactNameIsNotCapitalized() {
        assertThat(ProtoFiles.of(Names.class).get("acme.proto"))
                .contains("  rpc asItIs(Query) returns (Query);\n  rpc Given(Query) returns (Query);\n");
    }

    @Test
    void servicesOfAPackageShareOneFile() {
        assertThat(ProtoFiles.of(Orders.class, Carts.class)).containsOnlyKeys("acme/shop.proto");
        assertThat(ProtoFiles.of(Orders.class, Carts.class)).isEqualTo(ProtoFiles.of(Carts.class, Orders.class));
        assertThat(ProtoFiles.of(Orders.class, Carts.class).get("acme/shop.proto"))
                .isEqualTo(
                        """
                syntax = "proto3";

                package acme.shop;

                import "google/protobuf/empty.proto";
                import "google/protobuf/timestamp.proto";

                service Carts {
                  rpc Order(Query) returns (.acme.shop.Order);
                }

                service Orders {
                  // May fail with one of these in the details of its status: NoSuchOrderException.
                  rpc Find(OrdersFindRequest) returns (Order);
                  rpc Names(OrdersNamesRequest) returns (stream OrdersNamesResponse);
                  rpc Priced(stream OrdersPricedRequest) returns (stream Item);
                  rpc Remove(OrdersRemoveRequest) returns (google.protobuf.Empty);
                  rpc Search(Query) returns (PageOfOrder);
                  rpc Total(stream Item) returns (OrdersTotalResponse);
                }

                message Query {
                  optional string text = 1;
                }

                message Order {
                  int64 id = 1;
                  repeated Item items = 2;
                  map<string, int32> counts = 3;
                  repeated ListOfString table = 4;
                  Status status = 5;
                  Payment payment = 6;
                  google.protobuf.Timestamp created = 7;
                }

                message Item {
                  optional string name = 1;
                  int32 count = 2;
                  optional int32 discount = 3;
                }

                message ListOfString {
                  repeated string values = 1;
                }

                message Payment {
                  oneof kind {
                    Card card = 1;
                    Cash cash = 2;
                  }
                }

                message Card {
                  optional string number = 1;
                }

                message Cash {}

                message OrdersFindRequest {
                  int64 id = 1;
                }

                message NoSuchOrderException {
                  optional string message = 1;
                  int64 id = 2;
                }

                message OrdersNamesRequest {}

                message OrdersNamesResponse {
                  optional string result = 1;
                }

                message OrdersPricedRequest {
                  oneof kind {
                    OrdersPricedHead head = 1;
                    Item item = 2;
                  }
                }

                message OrdersPricedHead {
                  optional string currency = 1;
                }

                message OrdersRemoveRequest {
                  int64 id = 1;
                  bool for_good = 2;
                }

                message PageOfOrder {
                  repeated Order elements = 1;
                  int32 total = 2;
                }

                message OrdersTotalResponse {
                  optional int32 result = 1;
                }

                enum Status {
                  STATUS_UNSPECIFIED = 0;
                  STATUS_OPEN = 1;
                  STATUS_PAID = 2;
                }
                """);
    }

    @Test
    void descriptorsAreThoseOfTheFiles() {
        List<FileDescriptor> files =
                ProtoFiles.descriptors(List.of(ServiceContract.of(Orders.class), ServiceContract.of(Carts.class)));
        assertThat(files).hasSize(1);
        assertThat(files.get(0)
                        .findServiceByName("Orders")
                        .findMethodByName("Priced")
                        .isServerStreaming())
                .isTrue();
        assertThat(ProtoText.of(files.get(0), Map.of())).contains("rpc Find(OrdersFindRequest)");
    }

    /** Lost and found. */
    static final class Lost {
        record NoSuchOrderException(String where) {}

        @Field(name = "Gone")
        static final class GoneException extends Exception {
            private static final long serialVersionUID = 1;

            GoneException(String message) {
                super(message);
            }
        }
    }

    @RpcService("acme.Archive")
    interface Archive {
        Lost.NoSuchOrderException first();

        Order find(long id) throws NoSuchOrderException, Lost.GoneException;
    }

    @Test
    void exceptionsHaveTheNamesThatTheDetailsOfAStatusHave() {
        String text = ProtoFiles.of(Archive.class).get("acme.proto");
        assertThat(text)
                .contains("// May fail with one of these in the details of its status: Gone, NoSuchOrderException.")
                .contains("message NoSuchOrderException {\n  optional string message = 1;\n  int64 id = 2;")
                .contains("message Gone {\n")
                .contains("_NoSuchOrderException {\n  optional string where = 1;");
    }

    @RpcService("acme.Diary")
    interface Diary {
        void note(LocalDate day, Instant when);
    }

    @Test
    void importsAreTheFilesThatProtocDoesNotBring() {
        assertThat(ProtoFiles.of(Diary.class).get("acme.proto"))
                .contains("import \"google/protobuf/timestamp.proto\";", "import \"google/type/date.proto\";");
        assertThat(ProtoFiles.imports(Diary.class, Orders.class))
                .isEqualTo(
                        Map.of(
                                "google/type/date.proto",
                                """
                        syntax = "proto3";

                        package google.type;

                        message Date {
                          int32 year = 1;
                          int32 month = 2;
                          int32 day = 3;
                        }
                        """));
        assertThat(ProtoFiles.imports(Orders.class)).isEmpty();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void protocCompilesThem() throws Exception {
        Map<String, String> files = ProtoFiles.of(
                Orders.class,
                Carts.class,
                ProtoOriginsTest.Customers.class,
                MappingTest.Values.class,
                ContainersTest.Containers.class,
                MessagesTest.Users.class);
        for (Map.Entry<String, String> file : files.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        for (String known : List.of("any", "duration", "empty", "timestamp", "struct", "wrappers", "field_mask")) {
            String path = "google/protobuf/" + known + ".proto";
            try (InputStream in = Objects.requireNonNull(ProtoFiles.class.getResourceAsStream("/" + path))) {
                write(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        for (FileDescriptor google : GoogleTypes.files()) {
            write(google.getName(), ProtoText.of(google, Map.of()));
        }
        assertThat(PROTOC.toFile().setExecutable(true)).isTrue();
        List<String> command =
                new ArrayList<>(List.of(PROTOC.toAbsolutePath().toString(), "-I.", "--descriptor_set_out=all.bin"));
        command.addAll(files.keySet());
        Path output = folder.resolve("output.txt");
        Process protoc = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(protoc.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(protoc.exitValue()).as(Files.readString(output)).isZero();
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @RpcService("acme.twins.Users")
    interface Blocking {
        Item find(long id) throws IOException;
    }

    @RpcService("acme.twins.Users")
    interface Async {
        CompletionStage<Item> find(long id);

        CompletionStage<Integer> count();
    }

    @RpcService("acme.twins.Users")
    interface Other {
        Item find(String id);
    }

    @Test
    void interfacesOfOneServiceAreOneInItsFile() {
        assertThat(ProtoFiles.of(Async.class, Blocking.class).get("acme/twins.proto"))
                .contains(
                        "fail with one of these in the details of its status: IOException.\n  rpc Find(UsersFindRequest)")
                .containsOnlyOnce("rpc Find(")
                .containsOnlyOnce("message UsersFindRequest {")
                .contains("rpc Count(");
        assertThatThrownBy(() -> ProtoFiles.of(Async.class, Other.class))
                .isInstanceOf(ContractException.class)
                .hasMessage(
                        "Async.find and Other.find are both acme.twins.Users/Find, with other messages (expected: the"
                                + " same)");
    }
}
