package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.SchemaText;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks that docs/messages.md shows the bytes that are written, and that they are read as it says. */
final class MessagesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "messages.md");
    private static final String JSON = "json";
    private static final String PROTOBUF = "protobuf";
    private static final String PROTOBUF_JSON = "protobuf-json";
    private static final String KRYO = "kryo";
    private static final LocalDateTime NOON = LocalDateTime.of(2024, 5, 6, 12, 0, 0, 500_000_000);
    private static final ServiceContract ORDERS = ServiceContract.of(Orders.class);
    private static final ServiceContract TYPES = ServiceContract.of(Types.class);

    /** The interface of the page. */
    @RpcService("shop.Orders")
    interface Orders {
        Order find(long id) throws NoSuchOrder;

        long count(State state, List<String> tags);

        List<Order> search(Filter filter);

        void cancel(long id);

        Flow.Publisher<Order> watch(State state);

        long total(String currency, Flow.Publisher<Integer> cents);
    }

    record Order(long id, String name, State state, List<Integer> parts, Optional<String> note) {}

    enum State {
        OPEN,
        PAID
    }

    @Message
    record Filter(int from, String text) {}

    static final class NoSuchOrder extends Exception {
        private static final long serialVersionUID = 1;
        private final long id;

        NoSuchOrder(String message, long id) {
            super(message);
            this.id = id;
        }

        public long id() {
            return id;
        }
    }

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(int side) implements Shape {}

    /** A method for each type. */
    @RpcService("Types")
    interface Types {
        boolean aBoolean();

        int anInt();

        long aLong();

        double aDouble();

        char aChar();

        String aString();

        byte[] bytes();

        BigInteger bigInteger();

        BigDecimal bigDecimal();

        State state();

        List<Integer> ints();

        List<List<String>> lists();

        Map<String, Integer> map();

        Map<UUID, State> keys();

        Optional<String> optional();

        Instant instant();

        Duration duration();

        LocalDate date();

        LocalTime time();

        LocalDateTime dateTime();

        OffsetDateTime offset();

        ZonedDateTime zoned();

        UUID uuid();

        URI uri();

        Shape shape();
    }

    private static final Map<String, Object> VALUES = Map.ofEntries(
            Map.entry("aBoolean", true),
            Map.entry("anInt", -1),
            Map.entry("aLong", 300L),
            Map.entry("aDouble", 1.5),
            Map.entry("aChar", 'A'),
            Map.entry("aString", "é"),
            Map.entry("bytes", new byte[] {1, -1}),
            Map.entry("bigInteger", new BigInteger("123")),
            Map.entry("bigDecimal", new BigDecimal("1.10")),
            Map.entry("state", State.PAID),
            Map.entry("ints", List.of(1, 300)),
            Map.entry("lists", List.of(List.of("a"), List.of())),
            Map.entry("map", Map.of("a", 1)),
            Map.entry("keys", Map.of(new UUID(1, 2), State.OPEN)),
            Map.entry("optional", Optional.of("")),
            Map.entry("instant", Instant.ofEpochSecond(1, 5)),
            Map.entry("duration", Duration.ofMillis(-1500)),
            Map.entry("date", NOON.toLocalDate()),
            Map.entry("time", NOON.toLocalTime()),
            Map.entry("dateTime", NOON),
            Map.entry("offset", NOON.atOffset(ZoneOffset.ofHours(2))),
            Map.entry("zoned", NOON.atZone(ZoneOffset.UTC)),
            Map.entry("uuid", new UUID(1, 2)),
            Map.entry("uri", URI.create("a:b")),
            Map.entry("shape", new Square(2)));

    private static Serializer serializer(String name) {
        return ServiceLoader.load(Serializer.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static MethodContract method(ServiceContract service, String name) {
        MethodContract found = service.method(name);
        assertThat(found).as(name).isNotNull();
        return found;
    }

    /** Returns the message that the serializer writes, after checking that it reads the same value again. */
    private static String written(
            String serializer, MethodContract method, Role role, TypeModel type, @Nullable Object value) {
        try {
            Codec codec = serializer(serializer).bind(method, new MessageShape(role, type));
            byte[] bytes = bytes(codec, value);
            assertThat(bytes(codec, codec.decode(new MessageInput(bytes)))).isEqualTo(bytes);
            String shown = serializer.endsWith(JSON)
                    ? new String(bytes, StandardCharsets.UTF_8)
                    : HexFormat.of().formatHex(bytes);
            return shown.isEmpty() ? "(nothing)" : "`" + shown + "`";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(Codec codec, @Nullable Object value) throws IOException {
        MessageOutput out = new MessageOutput(16);
        codec.encode(value, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static String row(String what, MethodContract method, Role role, TypeModel type, @Nullable Object value) {
        return Stream.of(JSON, PROTOBUF, KRYO)
                .map(serializer -> written(serializer, method, role, type, value))
                .collect(Collectors.joining(" | ", "| " + what + " | ", " |"));
    }

    private static String parameters(String what, String name, @Nullable Object... values) {
        MethodContract method = method(ORDERS, name);
        return row(what, method, Role.PARAMETERS, method.parameters(), values);
    }

    private static String result(String what, String name, @Nullable Object value) {
        MethodContract method = method(ORDERS, name);
        return row(what, method, Role.RESULT, method.result(), value);
    }

    @Test
    void messagesAreThoseOfThePage() throws IOException {
        Order order = new Order(300, "Tea", State.PAID, List.of(1, 2), Optional.empty());
        MethodContract find = method(ORDERS, "find");
        ObjectModel exception = find.exceptions().get(0);
        MethodContract total = method(ORDERS, "total");
        TypeModel cents =
                total.stream() == null ? total.result() : total.stream().element();
        assertThat(Files.readAllLines(PAGE))
                .contains(
                        parameters("`find(300)`", "find", 300L),
                        result("its result, an `Order`", "find", order),
                        result("its result, null", "find", null),
                        row("`NoSuchOrder`", find, Role.EXCEPTION, exception, new NoSuchOrder("no", 7)),
                        parameters("`count(OPEN, [\"a\", \"b\"])`", "count", State.OPEN, List.of("a", "b")),
                        result("its result, 0", "count", 0L),
                        parameters("`search(new Filter(0, \"x\"))`", "search", new Filter(0, "x")),
                        result("its result, a list of that order", "search", List.of(order)),
                        parameters("`cancel(0)`", "cancel", 0L),
                        result("its result", "cancel", null),
                        parameters("`watch(PAID)`", "watch", State.PAID),
                        result("an element of its results", "watch", order),
                        parameters("`total(\"EUR\", ...)`", "total", "EUR"),
                        row("an element of its stream, 5", total, Role.ELEMENT, cents, 5),
                        result("its result, 5", "total", 5L));
    }

    @Test
    void typesAreThoseOfThePage() throws IOException {
        List<String> page = Files.readAllLines(PAGE);
        List<String> missing = VALUES.entrySet().stream()
                .map(each -> {
                    MethodContract method = method(TYPES, each.getKey());
                    String json = written(JSON, method, Role.RESULT, method.result(), each.getValue());
                    String protobuf = written(PROTOBUF, method, Role.RESULT, method.result(), each.getValue());
                    return " | " + json + " | " + protobuf + " |";
                })
                .filter(end -> page.stream().noneMatch(line -> line.endsWith(end)))
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void jsonOfProtobufIsThatOfThePage() throws IOException {
        List<String> page = Files.readAllLines(PAGE);
        MethodContract find = method(ORDERS, "find");
        Order order = new Order(300, "Tea", State.PAID, List.of(1, 2), Optional.empty());
        assertThat(page)
                .contains(
                        "| its result, an `Order` | " + written(PROTOBUF_JSON, find, Role.RESULT, find.result(), order)
                                + " |",
                        "| its result, null | " + written(PROTOBUF_JSON, find, Role.RESULT, find.result(), null)
                                + " |");
        List<String> missing = VALUES.entrySet().stream()
                .map(each -> {
                    MethodContract method = method(TYPES, each.getKey());
                    return " | " + written(PROTOBUF_JSON, method, Role.RESULT, method.result(), each.getValue()) + " |";
                })
                .filter(end -> page.stream().noneMatch(line -> line.endsWith(end)))
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void fingerprintsAreThoseOfThePage() throws Exception {
        MethodContract find = method(ORDERS, "find");
        String text = SchemaText.of(find);
        byte[] hashed = ("tenstep kryo 1\n" + text).getBytes(StandardCharsets.UTF_8);
        byte[] kryo = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(hashed), 16);
        byte[] protobuf = serializer(PROTOBUF).fingerprint(method(ORDERS, "count"));
        String page = Files.readString(PAGE);

        assertThat(serializer(KRYO).fingerprint(find)).isEqualTo(kryo);
        assertThat(page).contains("```\ntenstep kryo 1\n" + text + "```\n");
        assertThat(page).contains("`" + HexFormat.of().formatHex(kryo) + "`");
        assertThat(table(page)).isEqualTo(HexFormat.of().formatHex(protobuf));
        assertThat(serializer(JSON).fingerprint(find)).isEmpty();
    }

    /** Returns the bytes of the page's field table, without its comments. */
    private static String table(String page) {
        int from = page.indexOf("```hex table\n");
        assertThat(from).isPositive();
        return page.substring(from + 13, page.indexOf("```", from + 13))
                .lines()
                .map(line -> line.replaceFirst("#.*", "").replace(" ", ""))
                .collect(Collectors.joining());
    }

    /** Checks the form that {@code Details} writes. */
    @Test
    void detailsOfErrorsAreThoseOfThePage() throws IOException {
        String object = written(
                        JSON,
                        method(ORDERS, "find"),
                        Role.RESULT,
                        ServiceContract.typeOf(Filter.class),
                        new Filter(3, "x"))
                .replace("`", "");
        String shown = "06" + HexFormat.of().formatHex(("Filter" + object).getBytes(StandardCharsets.UTF_8));
        assertThat(Files.readString(PAGE)).contains("`" + shown + "`", "`" + object + "`");
    }
}
