package dev.tenstep.rpc.contract;

import static dev.tenstep.rpc.contract.Contracts.faults;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceFaultsTest {
    private static final String HERE = "dev.tenstep.rpc.contract.ServiceFaultsTest$";

    @RpcService
    static final class NoInterface {}

    @RpcService
    @interface Annotated {}

    @RpcService
    sealed interface Closed permits Opened {}

    non-sealed interface Opened extends Closed {}

    interface Unmarked {}

    @RpcService
    interface Marked {}

    interface InheritsMark extends Marked {}

    @Test
    void serviceIsAnInterface() {
        assertThat(faults(NoInterface.class))
                .containsExactly(HERE + "NoInterface is not an interface (expected: an interface marked @RpcService)");
        assertThat(faults(Annotated.class))
                .containsExactly(HERE + "Annotated is an annotation (expected: an interface marked @RpcService)");
        assertThat(faults(Closed.class))
                .containsExactly(HERE + "Closed is a sealed interface, which no proxy can implement (expected: an"
                        + " interface marked @RpcService)");
    }

    @Test
    void serviceIsMarkedItself() {
        assertThat(faults(Unmarked.class))
                .containsExactly(
                        HERE + "Unmarked is not marked @RpcService (expected: the annotation on the interface itself)");
        assertThat(faults(InheritsMark.class))
                .containsExactly(HERE
                        + "InheritsMark is not marked @RpcService (expected: the annotation on the interface itself)");
    }

    @RpcService("my service")
    interface BadServiceName {
        @RpcMethod("a-b")
        void run();

        void take(@Param("1st") int first);
    }

    private static final String TEN = "abcdefghij";
    private static final String HUNDRED = TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN;
    private static final String THOUSAND =
            HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED;

    enum LongConstant {
        @Field(name = THOUSAND + "y")
        SHORT
    }

    @RpcService(THOUSAND + "s")
    interface LongNames {
        @RpcMethod(THOUSAND + "m")
        void run();

        void take(@Param(THOUSAND + "p") int first, @Param(THOUSAND) int taken, LongConstant each);
    }

    @Test
    void wireNamesHaveAtMostAThousandCharacters() {
        String found = "a name of 1001 characters, 'abcdefghijabcdefghij...' (expected: at most 1000)";
        assertThat(faults(LongNames.class))
                .containsExactlyInAnyOrder(
                        found + " for LongNames",
                        found + " for method LongNames." + THOUSAND + "m",
                        "LongNames.take: " + found + " for method LongNames.take (parameter '" + THOUSAND + "p')",
                        "LongNames.take -> LongConstant: " + found + " for method LongNames.take (parameter 'each')");
    }

    @Test
    void javaNamesHaveAtMostAThousandCharacters(@TempDir Path folder) throws Exception {
        String source =
                """
                package longer;

                @dev.tenstep.rpc.contract.RpcService
                public interface Service {
                    record Good(int %1$s) {}

                    record Long(int %1$sx) {}

                    Good good();

                    Long tooLong();
                }
                """
                        .formatted(THOUSAND);
        assertThat(faults(Compiled.load(folder, "longer.Service", source)))
                .containsExactly("Service.tooLong -> Long: a name of 1001 characters, 'abcdefghijabcdefghij...'"
                        + " (expected: at most 1000) for method Service.tooLong (result)");
    }

    @Test
    void serviceNameHasAtMost1024Bytes(@TempDir Path folder) throws Exception {
        String folders = "é".repeat(100);
        String name = String.join(".", java.util.Collections.nCopies(6, folders));
        String source = "package " + name + ";\n@dev.tenstep.rpc.contract.RpcService\npublic interface Service {}\n";
        assertThat(faults(Compiled.load(folder, name + ".Service", source)))
                .containsExactly("a service name of 1213 bytes in UTF-8 (expected: at most 1024) for Service");
    }

    @Test
    void wireNamesAreIdentifiers() {
        assertThat(faults(BadServiceName.class))
                .containsExactly(
                        "@RpcService(\"my service\") on " + HERE
                                + "BadServiceName (expected: names of A-Z, a-z, 0-9 and _, joined by dots)",
                        "the method's name 'a-b' (expected: A-Z, a-z, 0-9 and _, not a digit first) for method"
                                + " BadServiceName.a-b",
                        "the parameter's name '1st' (expected: A-Z, a-z, 0-9 and _, not a digit first) for method"
                                + " BadServiceName.take (parameter '1st')");
    }

    @RpcService
    interface Overloaded {
        void find(long id);

        void find(String name);

        @RpcMethod("list")
        void page(int page);

        void list();
    }

    @Test
    void methodsDoNotShareAName() {
        assertThat(faults(Overloaded.class))
                .containsExactly(
                        "find(String) and find(long) share a name (expected: @RpcMethod(\"name\") on one of them) for"
                                + " method Overloaded.find",
                        "list() and page(int) share a name (expected: @RpcMethod(\"name\") on one of them) for method"
                                + " Overloaded.list");
    }

    @RpcService
    interface SameParameters {
        void move(@Param("x") int a, @Param("x") int b);

        void number(@Field(2) int a, int b);
    }

    @Test
    void parametersDoNotShareANameOrANumber() {
        assertThat(faults(SameParameters.class))
                .containsExactly(
                        "SameParameters.move: the name 'x' is used twice (expected: each name once) for method"
                                + " SameParameters.move (parameter 'x')",
                        "SameParameters.number: the number 2 is used by 'a' and 'b' (expected: different numbers, by"
                                + " @Field) for method SameParameters.number (parameter 'b')");
    }

    @Test
    void parameterWithoutANameShowsWhatToAddToThePom(@TempDir Path folder) throws Exception {
        Class<?> unnamed = Compiled.load(
                folder,
                "Unnamed",
                "@dev.tenstep.rpc.contract.RpcService public interface Unnamed { void find(long id, int page); }");
        String expected =
                "the parameter has no name in the class file (expected: @Param(\"name\") on it, or -parameters for"
                        + " the compiler) for method Unnamed.find ";
        String pom = "<plugin><artifactId>maven-compiler-plugin</artifactId><version>" + compilerPlugin()
                + "</version><configuration><parameters>true</parameters></configuration></plugin>";
        List<String> lines = faults(unnamed);
        assertThat(lines.subList(0, 2)).containsExactly(expected + "(parameter 1)", expected + "(parameter 2)");
        assertThat(lines).hasSize(3).last(InstanceOfAssertFactories.STRING).contains(pom);
        assertThat(Files.readString(Path.of("../README.md")).replaceAll(">\\s+<", "><"))
                .contains(pom.replace("<plugin>", "<plugin><groupId>org.apache.maven.plugins</groupId>"));
    }

    /** The compiler plugin's version in this build. */
    private static String compilerPlugin() throws IOException {
        Matcher version = Pattern.compile(
                        "<artifactId>maven-compiler-plugin</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(Path.of("../pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    @RpcService
    interface Timeouts {
        @Timeout("2 sec")
        void bad();

        @Timeout("0s")
        void none();

        @Timeout("-1s")
        void past();
    }

    @Test
    void timeoutIsANumberAndAUnit() {
        String expected =
                " (expected: a number over 0 and its unit, such as \"250ms\", \"2s\", \"1m\" or \"1h\") for method"
                        + " Timeouts.";
        assertThat(faults(Timeouts.class))
                .containsExactly(
                        "@Timeout(\"2 sec\")" + expected + "bad",
                        "@Timeout(\"0s\")" + expected + "none",
                        "@Timeout(\"-1s\")" + expected + "past");
    }

    @RpcService
    interface Streams {
        CompletionStage<Flow.Publisher<String>> later();

        List<Stream<String>> many();

        void two(Flow.Publisher<String> in, Stream<String> other);

        Flow.Publisher<Object> anything();

        IntStream numbers();

        @NonBlocking
        Stream<String> atOnce();
    }

    @Test
    void streamsAreResultsOrOneParameterAndNothingElse() {
        String inside = ": a stream is not supported here (expected: Flow.Publisher<T> or"
                + " java.util.stream.Stream<T> as a method's result or parameter) for method ";
        assertThat(faults(Streams.class))
                .containsExactlyInAnyOrder(
                        "Streams.later -> Publisher<String>" + inside + "Streams.later (result)",
                        "Streams.many -> Stream<String>" + inside + "Streams.many (result)",
                        "a second stream, beside 'in' (expected: at most one stream parameter) for method Streams.two"
                                + " (parameter 'other')",
                        "Streams.anything -> Object: can be anything (expected: a record, a class with a no-argument"
                                + " constructor or one that names its properties, or a sealed interface) for method"
                                + " Streams.anything (result)",
                        "Streams.numbers -> IntStream" + inside + "Streams.numbers (result)",
                        "a java.util.stream.Stream blocks its reader (expected: a Flow.Publisher, or no"
                                + " @NonBlocking) for method Streams.atOnce");
    }

    @RpcService
    interface Futures {
        Future<String> future();

        @SuppressWarnings("rawtypes")
        CompletionStage raw();

        CompletionStage<?> anything();

        CompletionStage<? extends Number> bounded();

        CompletionStage<CompletionStage<String>> twice();

        void take(CompletionStage<String> in);
    }

    @Test
    void resultIsAStageOfAKnownType() {
        String future = ": a future is not supported here (expected: CompletionStage<T> or CompletableFuture<T> as a"
                + " method's result) for method Futures.";
        String wildcard = ": a wildcard names no type (expected: the type itself) for method Futures.";
        assertThat(faults(Futures.class))
                .containsExactlyInAnyOrder(
                        "Futures.future -> Future<String>" + future + "future (result)",
                        "Futures.raw -> CompletionStage: a raw type (expected: its type arguments as well) for method"
                                + " Futures.raw (result)",
                        "Futures.anything -> ?" + wildcard + "anything (result)",
                        "Futures.bounded -> ? extends java.lang.Number" + wildcard + "bounded (result)",
                        "Futures.twice -> CompletionStage<String>" + future + "twice (result)",
                        "Futures.take -> CompletionStage<String>" + future + "take (parameter 'in')");
    }

    interface Store<T> {
        T find(long id);

        List<T> all();
    }

    @RpcService
    interface Unbound<U> extends Store<U> {
        <V> void put(V value);
    }

    @Test
    void typeVariablesAreBound() {
        String text =
                ": the type variable is bound to no type (expected: an interface that binds it) for method Unbound.";
        assertThat(faults(Unbound.class))
                .containsExactlyInAnyOrder(
                        "Unbound.find -> U" + text + "find (result)",
                        "Unbound.all -> U" + text + "all (result)",
                        "Unbound.put -> V" + text + "put (parameter 'value')");
    }
}
