package dev.tenstep.rpc.serialization.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.testkit.Sample;
import dev.tenstep.rpc.testkit.SampleService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds plans to Jackson's own way: the same bytes, the same values, and nothing accepted that Jackson refuses. */
@Timeout(60)
final class PlannedTest {
    private static final JsonMessages JSON = new JsonMessages(SampleService.class);
    private static final Pattern TOKEN = Pattern.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|[^\"\\[\\]{},:]++|.");
    private static final String[] OTHER_TOKENS = {
        "null",
        "true",
        "0",
        "-1",
        "1e3",
        "1.5",
        "3000000000",
        "\"\"",
        "\"7\"",
        "\"x\"",
        "\"NaN\"",
        "[]",
        "{}",
        "[null]",
        "{\"a\":1,\"a\":1}",
        "\"@type\"",
        "\"2024-02-30\"",
        ",",
        ":",
        "{",
        "}",
        "[",
        "]",
        " "
    };

    /** A sample as a result, or as a method's parameters. */
    record Value(String name, JsonCodec codec, @Nullable Object value) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Value> values() {
        return Sample.all().stream()
                .flatMap(sample -> {
                    Value result = new Value(sample.toString(), codec(sample), sample.value());
                    return JSON.parameters(sample.method()) instanceof JsonCodec codec
                            ? Stream.of(
                                    result, new Value("parameters of " + sample, codec, new Object[] {sample.value()}))
                            : Stream.of(result);
                })
                .filter(value -> value.codec().isPlanned());
    }

    private static JsonCodec codec(Sample sample) {
        return (JsonCodec) JSON.result(sample.method());
    }

    @Test
    void allButSomeTypesArePlanned() {
        Set<String> others = Sample.all().stream()
                .filter(sample -> !codec(sample).isPlanned())
                .map(Sample::method)
                .collect(Collectors.toSet());
        Set<String> primitiveArrays =
                Set.of("booleanArray", "charArray", "shortArray", "intArray", "longArray", "floatArray", "doubleArray");
        Set<String> rareKeys =
                Set.of("byLocale", "byMonth", "byBoolean", "byChar", "byDecimal", "byInstant", "byUuid", "byDate");
        others.removeAll(primitiveArrays);
        others.removeAll(rareKeys);
        // A case without fields; a setter that takes a Boolean; accessors that return an Optional.
        assertThat(others).containsExactlyInAnyOrder("command", "commands", "setting", "contact");
    }

    @ParameterizedTest
    @MethodSource("values")
    void sampleIsWrittenAndReadAsPlannedAndLikeByJackson(Value value) throws Throwable {
        JsonCodec codec = value.codec();
        MessageOutput out = new MessageOutput(16);
        assertThat(codec.encodeAsPlanned(value.value(), out)).isTrue();
        String planned = new String(out.array(), 0, out.position(), UTF_8);
        assertThat(planned).isEqualTo(byJackson(codec, value.value()));
        Object read = codec.decodeAsPlanned(new MessageInput(planned.getBytes(UTF_8)));
        assertThat(byJackson(codec, read))
                .isEqualTo(byJackson(codec, codec.decodeByJackson(new MessageInput(planned.getBytes(UTF_8)))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void messageThatIsReadAsPlannedIsTheSameByJackson(Value value) throws Throwable {
        JsonCodec codec = value.codec();
        List<String> tokens = tokens(byJackson(codec, value.value()));
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            List<String> changed = new ArrayList<>(tokens);
            for (int k = random.nextInt(3); k >= 0; k--) {
                change(changed, random);
            }
            byte[] message = String.join("", changed).getBytes(UTF_8);
            Object read;
            try {
                read = codec.decodeAsPlanned(new MessageInput(message));
            } catch (Exception e) {
                continue; // left to Jackson
            }
            assertThat(byJackson(codec, read))
                    .as("%s", new String(message, UTF_8))
                    .isEqualTo(byJackson(codec, codec.decodeByJackson(new MessageInput(message))));
        }
    }

    private static List<String> tokens(String json) {
        return new ArrayList<>(
                TOKEN.matcher(json).results().map(each -> each.group()).toList());
    }

    /** Drops, repeats, moves or replaces a token or several. */
    private static void change(List<String> tokens, Random random) {
        if (tokens.isEmpty()) {
            return;
        }
        int from = random.nextInt(tokens.size());
        int to = Math.min(tokens.size(), from + 1 + random.nextInt(6));
        List<String> some = List.copyOf(tokens.subList(from, to));
        switch (random.nextInt(5)) {
            case 0 -> tokens.subList(from, to).clear();
            case 1 -> tokens.addAll(from, some);
            case 2 -> {
                tokens.subList(from, to).clear();
                tokens.addAll(random.nextInt(tokens.size() + 1), some);
            }
            case 3 -> tokens.set(from, OTHER_TOKENS[random.nextInt(OTHER_TOKENS.length)]);
            default -> tokens.addAll(from, List.of(",", "\"new\"", ":", "{\"a\":[1,{\"a\":null}]}"));
        }
    }

    private static String byJackson(JsonCodec codec, @Nullable Object value) throws IOException {
        MessageOutput out = new MessageOutput(16);
        codec.encodeByJackson(value, out);
        return new String(out.array(), 0, out.position(), UTF_8);
    }
}
