package dev.tenstep.rpc.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tenstep.rpc.benchmarks.jmh.byhand.EchoCodec;
import dev.tenstep.rpc.benchmarks.jmh.byhand.ExistCodec;
import dev.tenstep.rpc.benchmarks.jmh.byhand.OrderCodec;
import dev.tenstep.rpc.benchmarks.jmh.byhand.PageCodec;
import dev.tenstep.rpc.benchmarks.jmh.orders.Address;
import dev.tenstep.rpc.benchmarks.jmh.orders.Customer;
import dev.tenstep.rpc.benchmarks.jmh.orders.Line;
import dev.tenstep.rpc.benchmarks.jmh.orders.Order;
import dev.tenstep.rpc.benchmarks.jmh.orders.OrderSamples;
import dev.tenstep.rpc.benchmarks.jmh.orders.Unit;
import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.Samples;
import dev.tenstep.rpc.benchmarks.users.User;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the codecs written by hand with the serializer {@code protobuf}: same bytes, same checks. */
@Timeout(60)
final class ByHandFormatTest {
    private static final String BY_HAND = "protobuf-by-hand";
    private static final String PROTOBUF = "protobuf";
    private static final String REFUSED = "refused";
    private static final byte[] NULL = bytes("f8e10901");

    private final Map<String, Format> formats = new HashMap<>();

    /** Returns the same format each time, since binding takes far longer than writing. */
    private Format format(String serializer, Payload message) {
        return formats.computeIfAbsent(serializer + " " + message, key -> Format.of(serializer, message));
    }

    @Test
    void nullMessageIsWrittenAndReadAsOurs() throws Exception {
        assertThat(written(new PageCodec(), null)).isEqualTo(NULL);
        assertThat(written(new OrderCodec(), null)).isEqualTo(NULL);
        assertThat(written(new ExistCodec(), null)).isEmpty();
        assertThat(written(new EchoCodec(), null)).isEmpty();
        assertThat(new PageCodec().decode(new MessageInput(NULL))).isNull();
        assertThat(new OrderCodec().decode(new MessageInput(NULL))).isNull();
        assertThat(new ExistCodec().decode(new MessageInput())).isNull();
        assertThat(new EchoCodec().decode(new MessageInput())).isNull();
    }

    @Test
    void nullsAndDefaultsAreWrittenAsOurs() throws Exception {
        User user = new User();
        assertThatBytesAreOurs(Payload.ECHO, user);
        user.setName(null);
        user.setStatus(null);
        user.setTags(null);
        user.setAge(-1);
        user.setLevel(Byte.MIN_VALUE);
        user.setScore(-0.0);
        user.setId(Long.MIN_VALUE);
        assertThatBytesAreOurs(Payload.ECHO, user);
        Page page = new Page();
        assertThatBytesAreOurs(Payload.PAGE, page);
        page.setUsers(null);
        assertThatBytesAreOurs(Payload.PAGE, page);
        assertThatBytesAreOurs(Payload.ORDER, new Order(0, null, null, null, null, null, null, null, null, null, null));
        assertThatBytesAreOurs(
                Payload.ORDER,
                new Order(
                        0,
                        null,
                        new Customer(0, null, null, new Address(null, null, null, null)),
                        List.of(new Line(null, "", -5, null, -1, Double.NaN)),
                        Map.of("", 0),
                        Map.of("", new Address(null, null, null, null)),
                        Instant.MIN,
                        LocalDate.MIN,
                        Duration.ofMillis(-1_500),
                        "",
                        new byte[0]));
    }

    /** Lengths around the limits of one, two and three bytes for a length, in characters of one to four bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "ä", "€", "\uD83D\uDCE6", "\ufffd"})
    void textOfEachLengthIsWrittenAndReadAsOurs(String character) throws Exception {
        for (int length : new int[] {1, 31, 32, 42, 43, 63, 64, 127, 128, 129, 2_730, 5_461, 5_462, 16_383, 16_384}) {
            String text = character.repeat(length);
            assertThatBytesAreOurs(Payload.EXIST, text);
            User user = new User();
            user.setName(text);
            user.setTags(List.of(text, text));
            assertThatBytesAreOurs(Payload.ECHO, user);
            Address address = new Address(text, "x", text, "y");
            assertThatBytesAreOurs(
                    Payload.ORDER,
                    new Order(
                            1,
                            null,
                            new Customer(1, text, "x", address),
                            List.of(new Line(text, "x", 1, Unit.METRE, 1, 1)),
                            Map.of(text, 7),
                            Map.of(text, address),
                            Instant.EPOCH,
                            LocalDate.EPOCH,
                            Duration.ZERO,
                            text,
                            new byte[length]));
        }
    }

    private void assertThatBytesAreOurs(Payload message, Object payload) throws IOException {
        byte[] expected = written(PROTOBUF, message, payload);
        assertThat(written(BY_HAND, message, payload)).isEqualTo(expected);
        assertThat(outcome(BY_HAND, message, expected)).isEqualTo(outcome(PROTOBUF, message, expected));
    }

    @Test
    void messageBeyondTheLimitIsRefused() {
        MessageOutput out = new MessageOutput(512);
        out.limit(100);
        assertThatIOException()
                .isThrownBy(() -> new EchoCodec().encode(Samples.user(0), out))
                .isInstanceOf(MessageTooLargeException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200, 20_000})
    void halfSurrogatesAreNotWritten(int before) {
        for (String half : List.of("\uD83D", "\uDCE6", "\uD83Da", "\uD83D\uD83D\uDCE6", "\uDCE6\uD83D")) {
            assertThatIOException()
                    .isThrownBy(() -> written(new ExistCodec(), "x".repeat(before) + half))
                    .withMessageContaining("half a surrogate pair");
        }
    }

    @Test
    void nullElementsKeysAndValuesAreNotWritten() {
        User user = new User();
        user.setTags(Arrays.asList("a", null));
        Page page = new Page();
        page.setUsers(Arrays.asList(new User(), null));
        Order order = OrderSamples.order(0);

        assertThatIsRefused(new EchoCodec(), user, "User.tags: element 1 is null");
        assertThatIsRefused(new PageCodec(), page, "Page.users: element 1 is null");
        assertThatIsRefused(new OrderCodec(), with(order, Collections.singletonList(null), Map.of()), "Order.lines");
        assertThatIsRefused(
                new OrderCodec(), with(order, List.of(), Collections.singletonMap(null, 1)), "Order.grams: a key");
        assertThatIsRefused(
                new OrderCodec(), with(order, List.of(), Collections.singletonMap("a", null)), "or a value is null");
    }

    private static void assertThatIsRefused(Codec codec, Object value, String reason) {
        assertThatIOException().isThrownBy(() -> written(codec, value)).withMessageContaining(reason);
    }

    /** Returns an order without the parts of which there can be only one, and which the codecs by hand do not merge. */
    private static Order with(Order order, List<Line> lines, Map<String, Integer> grams) {
        return new Order(
                order.id(),
                order.progress(),
                null,
                lines,
                grams,
                order.stops(),
                null,
                null,
                null,
                order.note(),
                new byte[200]);
    }

    @ParameterizedTest
    @EnumSource
    void fieldsInAnyOrderAndUnknownOnesAreRead(Payload message) throws Exception {
        byte[] sample = written(PROTOBUF, message, message.sample(1));
        // field 100: a number, 8 bytes, 4 bytes, text, and a group with a group and a number in it
        byte[] unknown = bytes("a00605 a1060102030405060708 a50601020304 a2060161 a306 ab06 a00605 ac06 a406");
        assertThat(outcome(BY_HAND, message, joined(unknown, sample, unknown)))
                .isEqualTo(HexFormat.of().formatHex(sample));

        byte[] reversed = reversed(sample);
        assertThat(outcome(BY_HAND, message, reversed)).isEqualTo(outcome(PROTOBUF, message, reversed));
        assertThat(reversed).hasSameSizeAs(sample);
    }

    /** Returns the outermost fields in the opposite order. */
    private static byte[] reversed(byte[] message) {
        byte[] reversed = {};
        int p = 0;
        while (p < message.length) {
            int start = p++;
            int number = 0;
            int shift = 0;
            do {
                number |= (message[p] & 0x7f) << shift;
                shift += 7;
            } while (message[p++] < 0);
            p += (message[start] & 7) == 2 ? number : 0;
            reversed = joined(Arrays.copyOfRange(message, start, p), reversed);
        }
        return reversed;
    }

    static Stream<byte[]> wrongUsers() {
        return Stream.of(
                        "12 01 80", // a continuation without a start
                        "12 01 c3", // a start without a continuation
                        "12 02 c080", // two bytes for a character of one
                        "12 03 eda080", // half a surrogate pair
                        "12 04 f4908080", // beyond Unicode
                        "62 02 ffff",
                        "12 05 6161", // longer than the message
                        "12 ffffffff07", // much longer
                        "12 ffffffffffffffffff01", // a negative length
                        "30 8080808008", // an int of 32 bits
                        "58 8001", // a byte of 8 bits
                        "48 04", // no such status
                        "08 808080808080808080808001", // a number of 12 bytes
                        "08", // no number
                        "41 01020304", // half a double
                        "00 01", // a field numbered 0
                        "0e 01", // wire type 6
                        "9c 06", // a group's end
                        "9b 06", // a group without an end
                        "9b06".repeat(101) + "9c06".repeat(101)) // nested too deep
                .map(ByHandFormatTest::bytes);
    }

    @ParameterizedTest
    @MethodSource("wrongUsers")
    void wrongBytesAreRefused(byte[] user) {
        byte[] tagAndLength = {0x0a, (byte) (user.length | 0x80), (byte) (user.length >> 7)};
        byte[] message = joined(tagAndLength, user);
        assertThat(outcome(PROTOBUF, Payload.ECHO, message)).isEqualTo(REFUSED);
        assertThat(outcome(BY_HAND, Payload.ECHO, message)).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2a03 0a0161 2a03 0a0161", // the same key twice
                "2a08 0a0161 1080808008 0000", // no int
                "3a02 10ff", // no whole number
                "3a0b 10ffffffffffffffffff01", // less than no nanoseconds
                "420108", // no year
                "4206 08e80f 101e 00", // no field 0
                "4204 080110 1e", // month 30
                "4a04 0801 10ff", // no whole number
                "4a0d 0801 10ffffffffffffffffff01", // seconds and nanoseconds of different signs
                "1005", // no such progress
            })
    void wrongOrdersAreRefused(String hex) {
        assertThat(outcome(PROTOBUF, Payload.ORDER, bytes(hex))).isEqualTo(REFUSED);
        assertThat(outcome(BY_HAND, Payload.ORDER, bytes(hex))).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @EnumSource
    void truncatedMessageIsRefusedOrShorter(Payload message) throws Exception {
        byte[] whole = written(PROTOBUF, message, sample(message));
        byte[] longer = joined(new byte[3], whole);
        for (int length = 0; length < whole.length; length++) {
            String outcome = outcome(PROTOBUF, message, Arrays.copyOf(whole, length));
            assertThat(outcome(BY_HAND, message, Arrays.copyOf(whole, length))).isEqualTo(outcome);
            // Here, reading beyond the end would find the rest.
            MessageInput part = new MessageInput();
            part.reset(longer, 3, length);
            assertThat(outcome(message, part)).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @EnumSource
    void messageWithWrongBytesIsReadOrRefusedAsOurs(Payload message) throws Exception {
        byte[] whole = written(PROTOBUF, message, sample(message));
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            byte[] wrong = whole.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                wrong[random.nextInt(wrong.length)] = (byte) random.nextInt(256);
            }
            assertThat(outcome(BY_HAND, message, wrong))
                    .as("%s", HexFormat.of().formatHex(wrong))
                    .isEqualTo(outcome(PROTOBUF, message, wrong));
        }
    }

    private static Object sample(Payload message) {
        Order order = OrderSamples.order(1);
        return message == Payload.ORDER ? with(order, order.lines(), order.grams()) : message.sample(1);
    }

    /** Returns what was read, as the bytes that our serializer writes for it, so that two outcomes can be compared. */
    private String outcome(String serializer, Payload message, byte[] bytes) {
        try {
            Format format = format(serializer, message);
            return hex(message, format.payload(format.read(bytes)));
        } catch (IOException e) {
            return REFUSED;
        }
    }

    private String outcome(Payload message, MessageInput in) {
        Codec codec =
                switch (message) {
                    case EXIST -> new ExistCodec();
                    case ECHO -> new EchoCodec();
                    case PAGE -> new PageCodec();
                    case ORDER -> new OrderCodec();
                };
        try {
            return hex(message, codec.decode(in));
        } catch (IOException e) {
            return REFUSED;
        }
    }

    private String hex(Payload message, @Nullable Object payload) throws IOException {
        return payload == null ? "null" : HexFormat.of().formatHex(written(PROTOBUF, message, payload));
    }

    private byte[] written(String serializer, Payload message, Object payload) throws IOException {
        Format format = format(serializer, message);
        format.write(format.prepare(payload));
        return format.written();
    }

    private static byte[] written(Codec codec, @Nullable Object value) throws IOException {
        MessageOutput out = new MessageOutput(16);
        codec.encode(value, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
