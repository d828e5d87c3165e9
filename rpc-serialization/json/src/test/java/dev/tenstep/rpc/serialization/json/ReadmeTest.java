package dev.tenstep.rpc.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.RpcService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The README shows the messages that are written. */
final class ReadmeTest {

    @RpcService
    interface Users {
        @Nullable
        User find(long id) throws NoSuchUser;

        Shape icon(long id);

        void delete(long id);
    }

    record User(long id, String name, List<String> tags, LocalDate since) {}

    sealed interface Shape permits Circle {}

    record Circle(double radius) implements Shape {}

    static final class NoSuchUser extends Exception {
        private static final long serialVersionUID = 1;
        private final long id;

        NoSuchUser(String message, long id) {
            super(message);
            this.id = id;
        }

        public long id() {
            return id;
        }
    }

    @Test
    void messagesAreThoseOfTheReadme() throws IOException {
        JsonMessages json = new JsonMessages(Users.class);
        User ann = new User(42, "Ann", List.of("a", "b"), LocalDate.of(2024, 5, 6));
        assertThat(Files.readString(Path.of("README.md")))
                .contains("Users.find(42)    " + json.writeParameters("find", 42L))
                .contains("-> a User         " + json.writeResult("find", ann))
                .contains("-> a Shape        " + json.writeResult("icon", new Circle(1.5)))
                .contains("-> void           " + json.writeResult("delete", null))
                .contains("NoSuchUser        " + json.writeException("find", new NoSuchUser("no user 42", 42)));
    }
}
