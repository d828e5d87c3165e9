package dev.tenstep.rpc.testkit;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenstep.rpc.serialization.MessageTooLargeException;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.SampleTypes.Chain;
import dev.tenstep.rpc.testkit.SampleTypes.NotFound;
import dev.tenstep.rpc.testkit.SampleTypes.Refused;
import dev.tenstep.rpc.testkit.SampleTypes.Team;
import dev.tenstep.rpc.testkit.SampleTypes.Tree;
import dev.tenstep.rpc.testkit.SampleTypes.User;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * The behaviour of every serializer, so that one can be swapped for another. A serializer's test implements this:
 *
 * <pre>{@code
 * final class MySerializerTest implements SerializerContract {
 *     public Serializer serializer() { return new MySerializer(); }
 * }
 * }</pre>
 */
@Timeout(120)
public interface SerializerContract
        extends SerializerTwins,
                SerializerContainers,
                SerializerEvolution,
                SerializerNames,
                SerializerRequests,
                SerializerExceptions,
                SerializerUnloading {

    /** Returns the serializer under test, which may be a new one each time. */
    @Override
    Serializer serializer();

    @Test
    default void nameIsFitForConfiguration() {
        assertThat(serializer().name()).matches("[a-z][a-z0-9-]*");
    }

    @TestFactory
    default Stream<DynamicTest> parameterComesBack() {
        return eachSample((sample, probe) -> {
            Object[] read = (Object[]) probe.echo(new Object[] {sample.value()});
            assertThat(read).as("%s", sample).isEqualTo(new Object[] {sample.expected()});
        });
    }

    @TestFactory
    default Stream<DynamicTest> resultComesBack() {
        Serializer serializer = serializer();
        return eachSample((sample, probe) -> {
            MessageProbe result = MessageProbe.result(serializer, sample.method());
            assertThat(result.echo(sample.value())).as("%s", sample).isEqualTo(sample.expected());
        });
    }

    @Test
    default void everyMethodHasASample() {
        List<String> without = new ArrayList<>(MessageProbe.methods());
        Sample.all().forEach(sample -> without.remove(sample.method()));
        assertThat(without).containsExactlyInAnyOrder("nothing", "several", "fails");
    }

    @Test
    default void severalParametersComeBack() throws IOException {
        MessageProbe probe = MessageProbe.parameters(serializer(), "several");
        Object[] full = {7, "seven", List.of(Sample.user(1), Sample.user(2)), 0.7, 70};
        assertThat((Object[]) probe.echo(full)).isEqualTo(full);
        Object[] nulls = {0, null, null, 0d, null};
        assertThat((Object[]) probe.echo(nulls)).isEqualTo(new Object[] {0, null, List.of(), 0d, null});
    }

    @Test
    default void noParametersAndVoidComeBack() throws IOException {
        assertThat((Object[]) MessageProbe.parameters(serializer(), "nothing").echo(new Object[0]))
                .isEmpty();
        assertThat(MessageProbe.result(serializer(), "nothing").echo(null)).isNull();
    }

    @Test
    default void exceptionComesBackWithItsProperties() throws IOException {
        NotFound notFound = echo(new NotFound("no user 7", 7, List.of("a", "b")));
        assertThat(notFound).hasMessage("no user 7").hasNoCause();
        assertThat(notFound.id()).isEqualTo(7);
        assertThat(notFound.tried()).containsExactly("a", "b");
        NotFound bare = echo(new NotFound(null, -1, null));
        assertThat(bare.getMessage()).isNull();
        assertThat(bare.tried()).isEmpty();
        assertThat(echo(new Refused("größer"))).hasMessage("größer");
    }

    private <E extends Exception> E echo(E exception) throws IOException {
        @SuppressWarnings("unchecked")
        Class<E> type = (Class<E>) exception.getClass();
        return Objects.requireNonNull(
                type.cast(MessageProbe.exception(serializer(), type).echo(exception)));
    }

    @TestFactory
    default Stream<DynamicTest> writingTwiceGivesTheSameBytes() {
        return eachSample((sample, probe) -> {
            Object[] value = {sample.value()};
            assertThat(probe.encode(value)).isEqualTo(probe.encode(value));
        });
    }

    @TestFactory
    default Stream<DynamicTest> bytesLeftOverAreRefused() {
        return eachSample((sample, probe) -> {
            byte[] message = probe.encode(new Object[] {sample.value()});
            assertRefused(() -> probe.decode(Arrays.copyOf(message, message.length + 1)));
        });
    }

    @Test
    default void messageOverTheLimitIsRefusedWhileItIsWritten() throws IOException {
        MessageProbe probe = MessageProbe.parameters(serializer(), "users");
        Object[] value = {List.of(Sample.user(1), Sample.user(2))};
        int length = probe.encode(value).length;
        assertThatCode(() -> probe.encode(value, length)).doesNotThrowAnyException();
        assertThatThrownBy(() -> probe.encode(value, length - 1)).isInstanceOf(MessageTooLargeException.class);
        assertThatThrownBy(() -> probe.encode(value, 10)).isInstanceOf(MessageTooLargeException.class);
    }

    @TestFactory
    default Stream<DynamicTest> nullElementsAreRefusedWhenWritten() {
        Map<String, Integer> nullValue = new HashMap<>();
        nullValue.put("a", null);
        Map<String, Integer> nullKey = new HashMap<>();
        nullKey.put(null, 1);
        return Stream.of(
                        new Sample("strings", Arrays.asList("a", null), null),
                        new Sample("integers", Arrays.asList(1, null), null),
                        new Sample("users", Arrays.asList(Sample.user(1), null), null),
                        new Sample("shapes", Arrays.asList(null, null), null),
                        new Sample("binaries", Arrays.asList(new byte[1], null), null),
                        new Sample("matrix", Arrays.asList(List.of(1), null), null),
                        new Sample("matrix", List.of(Arrays.asList(1, null)), null),
                        new Sample("stringArray", new String[] {"a", null}, null),
                        new Sample("userArray", new User[] {null}, null),
                        new Sample("boxedArray", new Integer[] {1, null}, null),
                        new Sample("binaryArray", new byte[][] {null}, null),
                        new Sample("optionals", Arrays.asList(Optional.of("a"), null), null),
                        new Sample("intMatrix", new int[][] {{1}, null}, null),
                        new Sample("byString", nullValue, null),
                        new Sample("byString", nullKey, null),
                        new Sample("groups", Map.of("a", Arrays.asList((User) null)), null))
                .map(sample -> dynamicTest(sample.method(), () -> assertNullRefused(sample)));
    }

    private void assertNullRefused(Sample sample) {
        MessageProbe parameters = MessageProbe.parameters(serializer(), sample.method());
        assertThat(assertRefused(() -> parameters.encode(new Object[] {sample.value()})))
                .containsIgnoringCase("null");
        MessageProbe result = MessageProbe.result(serializer(), sample.method());
        assertThat(assertRefused(() -> result.encode(sample.value()))).containsIgnoringCase("null");
    }

    @Test
    default void refusedNullIsReportedWithItsPlace() {
        MessageProbe probe = MessageProbe.parameters(serializer(), "team");
        assertThat(assertRefused(() -> probe.encode(new Object[] {new Team(Arrays.asList("a", null))})))
                .containsIgnoringCase("null")
                .contains("members");
    }

    @Test
    default void unpairedSurrogateIsRefusedWhenWritten() throws IOException {
        MessageProbe probe = MessageProbe.result(serializer(), "string");
        MessageProbe map = MessageProbe.result(serializer(), "byString");
        MessageProbe user = MessageProbe.result(serializer(), "strings");
        for (String half : List.of("\uD83D", "a\uDE00b", "\uD83Dx", "\uDE00\uD83D", "x".repeat(9000) + "\uD83D")) {
            assertRefused(() -> probe.encode(half));
            assertRefused(() -> map.encode(Map.of(half, 1)));
            assertRefused(() -> user.encode(List.of("a", half)));
        }
        for (String whole : List.of("\uD83D\uDE00", "\\uD83D", "\\\\ud83d\\", "\"\\\uD83D\uDE00")) {
            assertThat(probe.echo(whole)).isEqualTo(whole);
        }
    }

    @Test
    default void unpairedSurrogateCharIsRefusedWhenWritten() throws IOException {
        for (char half : new char[] {'\uD800', '\uD83D', '\uDBFF', '\uDC00', '\uDE00', '\uDFFF'}) {
            Map<String, Object> holding = Map.of(
                    "chars", half, "boxedChar", half, "byChar", Map.of(half, "x"), "charArray", new char[] {'a', half});
            holding.forEach((method, value) -> {
                assertThat(assertRefused(
                                () -> MessageProbe.result(serializer(), method).encode(value)))
                        .containsIgnoringCase("half");
                assertRefused(
                        () -> MessageProbe.parameters(serializer(), method).encode(new Object[] {value}));
            });
        }
        char[] pair = {'a', '\uD83D', '\uDE00'};
        assertThat(MessageProbe.result(serializer(), "charArray").echo(pair)).isEqualTo(pair);
        for (char whole : new char[] {'\0', '\uD7FF', '\uE000', '\uFFFF'}) {
            assertThat(MessageProbe.result(serializer(), "chars").echo(whole)).isEqualTo(whole);
            assertThat(MessageProbe.result(serializer(), "boxedChar").echo(whole))
                    .isEqualTo(whole);
            assertThat(MessageProbe.result(serializer(), "charArray").echo(new char[] {whole, 'a'}))
                    .isEqualTo(new char[] {whole, 'a'});
        }
    }

    @Test
    default void keyIsReadOrRefusedWhenWritten() throws IOException {
        MessageProbe map = MessageProbe.result(serializer(), "byString");
        for (int length : new int[] {1000, 1001, 100_000}) {
            Map<String, Integer> value = Map.of("k".repeat(length), 1);
            byte[] message;
            try {
                message = map.encode(value);
            } catch (IOException | RuntimeException e) {
                assertThat(length).isGreaterThan(1000);
                continue;
            }
            assertThat(map.decode(message)).isEqualTo(value);
        }
    }

    @Test
    default void ninetyLevelsComeBackAndTenThousandAreRefused() throws IOException {
        MessageProbe probe = MessageProbe.parameters(serializer(), "chain");
        Object[] value = {Chain.of(90)};
        assertThat((Object[]) probe.echo(value)).isEqualTo(value);
        Object[] deep = {Chain.of(10_000)};
        assertThat(assertRefused(() -> probe.echo(deep))).containsPattern("(?i)depth|nest|deep|recurs");
    }

    @Test
    default void tenThousandLevelsOfListsAreRefused() {
        MessageProbe probe = MessageProbe.parameters(serializer(), "tree");
        Tree<String> tree = new Tree<>("leaf", List.of());
        for (int i = 0; i < 10_000; i++) {
            tree = new Tree<>(null, List.of(tree));
        }
        Object[] deep = {tree};
        assertThat(assertRefused(() -> probe.echo(deep))).containsPattern("(?i)depth|nest|deep|recurs");
    }

    @Test
    default void aMillionDigitsAreReadQuicklyOrRefused() throws IOException {
        MessageProbe probe = MessageProbe.result(serializer(), "bigInteger");
        byte[] message;
        try {
            message = probe.encode(BigInteger.ONE.shiftLeft(3_300_000));
        } catch (IOException | RuntimeException e) {
            return; // a serializer may refuse them at once
        }
        BadMessages.survives(probe, message);
    }

    @TestFactory
    default Stream<DynamicTest> truncatedMessageIsSurvived() {
        return eachShortMessage(BadMessages::truncations);
    }

    @TestFactory
    default Stream<DynamicTest> changedMessageIsSurvived() {
        return eachShortMessage(BadMessages::replacements);
    }

    @TestFactory
    default Stream<DynamicTest> noiseIsSurvived() {
        Serializer serializer = serializer();
        return MessageProbe.methods().stream()
                .map(method -> dynamicTest(method, () -> {
                    BadMessages.noise(MessageProbe.parameters(serializer, method), 300);
                    BadMessages.noise(MessageProbe.result(serializer, method), 300);
                }));
    }

    @Test
    default void fourThreadsMayUseOneCodec() throws Exception {
        Serializer serializer = serializer();
        Map<Sample, MessageProbe> probes = new HashMap<>();
        for (Sample sample : Sample.all()) {
            probes.put(sample, MessageProbe.result(serializer, sample.method()));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tasks.add(() -> echoAll(probes));
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static @Nullable Void echoAll(Map<Sample, MessageProbe> probes) throws IOException {
        for (int round = 0; round < 10; round++) {
            for (Map.Entry<Sample, MessageProbe> each : probes.entrySet()) {
                Sample sample = each.getKey();
                assertThat(each.getValue().echo(sample.value())).isEqualTo(sample.expected());
            }
        }
        return null;
    }

    /** Returns a test for each method that runs all the method's samples with one codec of its parameters. */
    private Stream<DynamicTest> eachSample(SampleTry test) {
        Serializer serializer = serializer();
        Map<String, List<Sample>> byMethod = Sample.all().stream().collect(groupingBy(Sample::method));
        return byMethod.entrySet().stream()
                .map(each -> dynamicTest(each.getKey(), () -> {
                    MessageProbe probe = MessageProbe.parameters(serializer, each.getKey());
                    for (Sample sample : each.getValue()) {
                        test.run(sample, probe);
                    }
                }));
    }

    private Stream<DynamicTest> eachShortMessage(BiConsumer<MessageProbe, byte[]> test) {
        return eachSample((sample, probe) -> {
            byte[] message = probe.encode(new Object[] {sample.value()});
            if (message.length < 700) {
                assertThat(probe.decode(message)).isNotNull();
                test.accept(probe, message);
            }
        });
    }

    /** Expects an exception, not an {@code Error}, and returns its messages and those of its causes. */
    private static String assertRefused(Callable<?> action) {
        try {
            action.call();
        } catch (Exception e) {
            StringBuilder texts = new StringBuilder();
            for (Throwable t = e; t != null; t = t.getCause()) {
                texts.append(t).append('\n');
            }
            return texts.toString();
        }
        throw new AssertionError("expected an exception");
    }
}
