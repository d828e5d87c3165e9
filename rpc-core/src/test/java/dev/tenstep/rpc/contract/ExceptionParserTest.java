package dev.tenstep.rpc.contract;

import static dev.tenstep.rpc.contract.Contracts.faults;
import static dev.tenstep.rpc.contract.Contracts.method;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("serial") // they are thrown, never serialized by Java
final class ExceptionParserTest {

    static class NotFound extends Exception {
        private final long id;
        private final boolean deleted;

        NotFound(String message, long id, boolean deleted) {
            super(message);
            this.id = id;
            this.deleted = deleted;
        }

        NotFound(long id) {
            this("no user " + id, id, false);
        }

        public long id() {
            return id;
        }

        public boolean isDeleted() {
            return deleted;
        }
    }

    static final class Gone extends NotFound {
        private final String since;
        private transient int seen;

        Gone(String since, @Field(8) long id, String message, boolean deleted, Throwable cause) {
            super(message, id, deleted);
            initCause(cause);
            this.since = since;
            seen++;
        }

        public String getSince() {
            return since + (seen == 0 ? "?" : "");
        }
    }

    static final class Busy extends RuntimeException {
        Busy(String message) {
            super(message);
        }

        Busy(IOException cause, String message) {
            super(message, cause);
        }
    }

    interface Failing<E extends Exception> {
        void generic() throws E, NotFound;
    }

    @RpcService
    interface Users extends Failing<NotFound> {
        void find() throws NotFound, Gone, Busy, IOException;

        void execute() throws ExecutionException;

        void fine();
    }

    @Test
    void declaredExceptionsAreSortedByClassName() {
        assertThat(exceptions("find"))
                .containsExactly(
                        "Busy[message]",
                        "Gone[since, id, message, deleted]",
                        "NotFound[message, id, deleted]",
                        "IOException[message]");
        assertThat(exceptions("generic")).containsExactly("NotFound[message, id, deleted]");
        assertThat(exceptions("fine")).isEmpty();
    }

    @Test
    void jdkConstructorsAreRecognizedByTheirTypes() {
        assertThat(exceptions("execute")).containsExactly("ExecutionException[message]");
    }

    @Test
    void exceptionIsTakenApartAndRecreated() throws Throwable {
        ObjectModel model = method(Users.class, "find").exceptions().get(1);
        assertThat(model.fields()).extracting(FieldModel::number).containsExactly(1, 8, 3, 4);
        Gone thrown = new Gone("May", 42, "user 42 is gone", true, new IOException("disk"));
        Object made = model.constructor()
                .invoke(
                        (String) model.fields().get(0).getter().invokeExact((Object) thrown),
                        (long) model.fields().get(1).getter().invokeExact((Object) thrown),
                        (String) model.fields().get(2).getter().invokeExact((Object) thrown),
                        (boolean) model.fields().get(3).getter().invokeExact((Object) thrown));
        assertThat(made).isInstanceOfSatisfying(Gone.class, gone -> {
            assertThat(gone).hasMessage("user 42 is gone").hasNoCause();
            assertThat(gone.id()).isEqualTo(42);
            assertThat(gone.isDeleted()).isTrue();
            assertThat(gone.getSince()).isEqualTo("May");
        });
    }

    @Test
    void causeIsNotPassedIfTheMessageSuffices() throws Throwable {
        ObjectModel busy = method(Users.class, "find").exceptions().get(0);
        Exception made = (Exception) busy.constructor().invoke("later");
        assertThat(made.initCause(new IOException())).as("no cause was set").isSameAs(made);
    }

    private static List<String> exceptions(String method) {
        return method(Users.class, method).exceptions().stream()
                .map(ObjectModel::toString)
                .toList();
    }

    abstract static class Vague extends Exception {}

    static final class Hidden extends Exception {
        private Hidden() {}

        Hidden(Object what) {
            super(what.toString());
        }
    }

    static final class Lossy extends Exception {
        private final int code;
        private final int line;

        Lossy(String message, int code) {
            super(message);
            this.code = code;
            this.line = code;
        }

        public int code() {
            return code + line;
        }
    }

    static final class Odd extends Exception {
        private final Object detail;

        Odd(Object detail) {
            this.detail = detail;
        }

        public Object detail() {
            return detail;
        }
    }

    static final class Caused extends Exception {
        Caused(IOException cause) {
            super(cause);
        }
    }

    @RpcService
    interface Faulty {
        void caused() throws Caused;

        void all() throws Exception;

        void any() throws Throwable;

        void error() throws Error;

        void runtime() throws RuntimeException;

        void vague() throws Vague;

        void hidden() throws Hidden;

        void lossy() throws Lossy;

        void odd() throws Odd;

        void sql() throws SQLException;

        void unchecked() throws UncheckedIOException;
    }

    @Test
    void declaredTypeIsAnExceptionThatCanBeRecreated() {
        String vague = ": says nothing about what is thrown (expected: a class of its own for each failure) for method"
                + " Faulty.";
        String unfed =
                ": has no constructor that its accessors can feed (expected: one whose parameters are \"message\","
                        + " \"cause\" or named like accessors, compiled with -parameters) for method Faulty.";
        String expected =
                " does not take (expected: a constructor with a parameter of that name and an accessor, or make"
                        + " the field transient) for method Faulty.";
        assertThat(faults(Faulty.class))
                .containsExactlyInAnyOrder(
                        "Faulty.all -> Exception" + vague + "all (throws Exception)",
                        "Faulty.any -> Throwable" + vague + "any (throws Throwable)",
                        "Faulty.error -> Error" + vague + "error (throws Error)",
                        "Faulty.runtime -> RuntimeException" + vague + "runtime (throws RuntimeException)",
                        "Faulty.vague -> Vague" + vague + "vague (throws Vague)",
                        "Faulty.caused -> Caused: loses its message, which Caused(IOException) does not take (expected: a"
                                + " constructor with a String \"message\", or whose cause may be any Throwable, Exception or"
                                + " RuntimeException, to be given its text) for method Faulty.caused (throws Caused)",
                        "Faulty.hidden -> Hidden" + unfed + "hidden (throws Hidden)",
                        "Faulty.lossy -> Lossy: loses [line], which Lossy(String, int)" + expected
                                + "lossy (throws Lossy)",
                        "Faulty.odd -> Odd.detail -> Object: can be anything (expected: a record, a class with a"
                                + " no-argument constructor or one that names its properties, or a sealed interface)"
                                + " for method Faulty.odd (throws Odd)",
                        "Faulty.sql -> SQLException: loses [SQLState, next, vendorCode], which SQLException(String)"
                                + expected + "sql (throws SQLException)",
                        "Faulty.unchecked -> UncheckedIOException" + unfed + "unchecked (throws UncheckedIOException)");
    }

    @Test
    void rpcExceptionInThrowsIsIgnored(@TempDir Path folder) throws Exception {
        Class<?> service = Compiled.load(
                folder,
                "dev.tenstep.rpc.call.Service",
                """
                package dev.tenstep.rpc.call;

                @dev.tenstep.rpc.contract.RpcService
                public interface Service {
                    void run() throws RpcException;
                }

                class RpcException extends RuntimeException {}
                """);
        assertThat(method(service, "run").exceptions()).isEmpty();
    }
}
