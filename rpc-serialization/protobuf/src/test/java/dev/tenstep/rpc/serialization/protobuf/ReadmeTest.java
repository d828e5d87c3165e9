package dev.tenstep.rpc.serialization.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.protobuf.json.ProtobufJsonSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The README's example shows the code's behaviour. */
final class ReadmeTest {

    @RpcService
    interface Users {
        @Nullable
        User find();
    }

    record User(
            long id,
            String name,
            List<Integer> scores,
            Map<String, Address> addresses,
            Color color,
            Optional<Duration> session) {}

    record Address(String street) {}

    enum Color {
        RED,
        GREEN
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    @Test
    void bytesOfTheExampleAreTheReadmes() throws IOException {
        User user =
                new User(300, "Ann", List.of(1, 2), Map.of("home", new Address("Elm")), Color.GREEN, Optional.empty());
        String hex =
                HexFormat.of().formatHex(Derived.result(Users.class, "find").encode(user));
        assertThat(readme().lines().map(line -> line.replace(" ", ""))).contains(hex);
        assertThat(readme())
                .contains(HexFormat.of()
                        .formatHex(Derived.result(Users.class, "find").encode(null)));
    }

    @Test
    void jsonOfTheExampleIsTheReadmes() throws IOException {
        User user =
                new User(300, "Ann", List.of(1, 2), Map.of("home", new Address("Elm")), Color.GREEN, Optional.empty());
        MethodContract find = Derived.method(Users.class, "find");
        MessageOutput out = new MessageOutput(4);
        new ProtobufJsonSerializer()
                .bind(find, new MessageShape(Role.RESULT, find.result()))
                .encode(user, out);
        assertThat(readme().lines()).contains(new String(out.array(), 0, out.position(), StandardCharsets.UTF_8));
    }

    @Test
    void messageOfTheExampleIsTheReadmes() throws IOException {
        for (FieldDescriptor field :
                Derived.result(Users.class, "find").descriptor().getFields()) {
            String line = "  " + label(field) + type(field) + " " + field.getName() + " = " + field.getNumber() + ";";
            assertThat(readme().lines()).contains(line);
        }
    }

    private static String label(FieldDescriptor field) {
        if (field.isMapField()) {
            return "";
        }
        return field.isRepeated() ? "repeated " : field.toProto().getProto3Optional() ? "optional " : "";
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            List<FieldDescriptor> entry = field.getMessageType().getFields();
            return "map<" + type(entry.get(0)) + ", " + type(entry.get(1)) + ">";
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> {
                boolean ours = field.getMessageType().getFile() == field.getFile();
                yield ours
                        ? field.getMessageType().getName()
                        : field.getMessageType().getFullName();
            }
            case ENUM -> field.getEnumType().getName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }
}
