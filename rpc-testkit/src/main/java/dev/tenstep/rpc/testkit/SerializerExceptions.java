package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Declared exceptions as users write them: their messages come back unchanged, and only once. */
interface SerializerExceptions {

    Serializer serializer();

    /** An exception whose message parameter has another name. */
    final class Terse extends Exception {
        private static final long serialVersionUID = 1;

        Terse(@Nullable String msg) {
            super(msg);
        }
    }

    /** An exception whose message and cause parameters have other names, with a field besides. */
    final class Full extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int id;

        Full(int id, @Nullable String text, @Nullable Exception why) {
            super(text, why);
            this.id = id;
        }

        public int id() {
            return id;
        }
    }

    /** An exception that adds to its message in its accessor. */
    class Decorated extends Exception {
        private static final long serialVersionUID = 1;
        private final int id;

        Decorated(@Nullable String message, int id) {
            super(message);
            this.id = id;
        }

        public int id() {
            return id;
        }

        @Override
        public String getMessage() {
            return super.getMessage() + " (id " + id + ")";
        }
    }

    /** An exception that adds even more. */
    final class Twice extends Decorated {
        private static final long serialVersionUID = 1;

        Twice(@Nullable String message, int id) {
            super(message, id);
        }

        @Override
        public String getMessage() {
            return "twice: " + super.getMessage();
        }
    }

    /** An exception that keeps its message itself. */
    final class Keeping extends Exception {
        private static final long serialVersionUID = 1;
        private final @Nullable String message;

        Keeping(@Nullable String message) {
            this.message = message;
        }

        @Override
        public @Nullable String getMessage() {
            return message;
        }
    }

    /** An exception without a message. */
    final class Bare extends Exception {
        private static final long serialVersionUID = 1;
        private final int id;

        Bare(int id) {
            this.id = id;
        }

        public int id() {
            return id;
        }
    }

    /** An exception that builds its message from its parameter. */
    final class Built extends Exception {
        private static final long serialVersionUID = 1;

        Built(@Nullable String name) {
            super("no user " + name);
        }
    }

    /** An exception that adds text on both sides of its parameter, with a cause besides. */
    final class Enclosed extends Exception {
        private static final long serialVersionUID = 1;
        private final int id;

        Enclosed(int id, String name, @Nullable Throwable cause) {
            super("user '" + name + "' of " + id + " is gone", cause);
            this.id = id;
        }

        public int id() {
            return id;
        }
    }

    /** An exception that takes its message from its cause. */
    final class Wrapping extends Exception {
        private static final long serialVersionUID = 1;

        Wrapping(@Nullable Throwable cause) {
            super(cause);
        }
    }

    /** An exception that has a cause, but takes its message from something else. */
    final class Numbered extends Exception {
        private static final long serialVersionUID = 1;
        private final int id;

        Numbered(int id, @Nullable Exception cause) {
            super("number " + id, cause);
            this.id = id;
        }

        public int id() {
            return id;
        }
    }

    /** A method that throws them all. */
    @RpcService("throwing")
    interface Throwing {
        void run()
                throws Terse, Full, Decorated, Twice, Keeping, Bare, IllegalStateException, Built, Enclosed, Wrapping,
                        Numbered;
    }

    @Test
    default void messageComesBackOnceWhateverItsParameterIsCalled() throws IOException {
        for (String text : new String[] {"größer", "", null}) {
            assertThat(echo(new Terse(text)).getMessage()).isEqualTo(text);
            Full full = echo(new Full(3, text, new Exception("stays at home")));
            assertThat(full.getMessage()).isEqualTo(text);
            assertThat(full.id()).isEqualTo(3);
            assertThat(full).hasNoCause();
            assertThat(echo(new Decorated(text, 5))).hasMessage(text + " (id 5)");
            assertThat(echo(new Twice(text, 5))).hasMessage("twice: " + text + " (id 5)");
            assertThat(echo(new Keeping(text)).getMessage()).isEqualTo(text);
            assertThat(echo(new IllegalStateException(text)).getMessage()).isEqualTo(text);
        }
        assertThat(echo(new Bare(7)).id()).isEqualTo(7);
        assertThat(echo(new Bare(7)).getMessage()).isNull();
    }

    @Test
    default void messageThatAConstructorBuildsComesBackOnce() throws IOException {
        for (String name : new String[] {"x", "größer", "", "no user", "no user no user ", "' of 3 is gone", null}) {
            assertThat(echo(new Built(name))).hasMessage("no user " + name).hasNoCause();
            Enclosed enclosed = echo(new Enclosed(3, String.valueOf(name), new Exception("stays at home")));
            assertThat(enclosed).hasMessage("user '" + name + "' of 3 is gone").hasNoCause();
            assertThat(enclosed.id()).isEqualTo(3);
        }
    }

    @Test
    default void messageOfACauseComesBackWithoutIt() throws IOException {
        Wrapping made = echo(new Wrapping(new IOException("disk full", new Exception("stays at home"))));
        assertThat(made).hasMessage("java.io.IOException: disk full");
        assertThat(made.getCause())
                .hasToString("java.io.IOException: disk full")
                .hasNoCause();
        assertThat(made.getCause().getStackTrace()).isEmpty();
        assertThat(echo(new Wrapping(null)))
                .hasNoCause()
                .extracting(Throwable::getMessage)
                .isNull();
        Numbered numbered = echo(new Numbered(5, new IOException("stays at home")));
        assertThat(numbered).hasMessage("number 5").hasNoCause();
        assertThat(numbered.id()).isEqualTo(5);
    }

    @Test
    default void unpairedSurrogateInAnExceptionsMessageIsReplaced() throws IOException {
        assertThat(echo(new Terse("no \uD83D user"))).hasMessage("no ? user");
        assertThat(echo(new Decorated("\uDE00\uD83D\uDE00", 5))).hasMessage("?\uD83D\uDE00 (id 5)");
        assertThat(echo(new Keeping("\uD83D"))).hasMessage("?");
        assertThat(echo(new Built("\uD83D"))).hasMessage("no user ?");
    }

    private <E extends Exception> E echo(E exception) throws IOException {
        MethodContract method =
                Objects.requireNonNull(ServiceContract.of(Throwing.class).method("run"));
        ObjectModel model = method.exceptions().stream()
                .filter(e -> e.rawType() == exception.getClass())
                .findFirst()
                .orElseThrow();
        MessageProbe probe = MessageProbe.of(serializer().bind(method, new MessageShape(Role.EXCEPTION, model)));
        @SuppressWarnings("unchecked")
        Class<E> type = (Class<E>) exception.getClass();
        return Objects.requireNonNull(type.cast(probe.echo(exception)));
    }
}
