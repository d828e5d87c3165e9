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

/** Declared exceptions as users write them: their messages come back as they were, once. */
interface SerializerExceptions {

    Serializer serializer();

    /** Its message has another name. */
    final class Terse extends Exception {
        private static final long serialVersionUID = 1;

        Terse(@Nullable String msg) {
            super(msg);
        }
    }

    /** Its message and its cause have other names, and a field is beside them. */
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

    /** Adds to its message whenever it is asked for it. */
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

    /** Adds some more. */
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

    /** Keeps its message itself. */
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

    /** Has no message at all. */
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

    /** Throws them all. */
    @RpcService("throwing")
    interface Throwing {
        void run() throws Terse, Full, Decorated, Twice, Keeping, Bare, IllegalStateException;
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
