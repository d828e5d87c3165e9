package dev.tenstep.rpc.protocol.netrpc.gob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.protocol.netrpc.GoProgram;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Bean;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Empty;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Level;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Lists;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Maps;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Node;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Point;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Pointers;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Renamed;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Scalars;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Go's own decoder and encoder against ours. */
final class GoDecodesTest {
    private final GobMessages messages = new GobMessages(GoTypes.Values.class);

    /** A value of a method's result, and how Go shows it as JSON. */
    record Case(String method, @Nullable Object value, String shown) {}

    static List<Case> cases() {
        List<Case> all = new ArrayList<>(List.of(
                new Case("number", 123, "123"),
                new Case("number", Integer.MIN_VALUE, "-2147483648"),
                new Case("number", 0, "0"),
                new Case("text", "", "\"\""),
                new Case("text", "熊猫 😀 \0", "\"熊猫 😀 \\u0000\""),
                new Case("text", "x".repeat(70_000), "\"" + "x".repeat(70_000) + "\""),
                new Case("bytes", new byte[] {0, 1, -1}, "\"AAH/\""),
                new Case("flag", true, "true"),
                new Case("flag", false, "false"),
                new Case("floating", -2.5, "-2.5"),
                new Case("floating", Double.MIN_VALUE, "5e-324"),
                new Case("ints", List.of(1, -1, 0, 300), "[1,-1,0,300]"),
                new Case("ages", Map.of("a", 1, "", 0), "{\"\":0,\"a\":1}"),
                new Case("point", new Point(22, 33), "{\"X\":22,\"Y\":33}"),
                new Case("point", new Point(0, 0), "{\"X\":0,\"Y\":0}"),
                new Case("empty", new Empty(), "{}")));
        all.add(new Case("nothing", null, "{}"));
        all.addAll(List.of(
                new Case(
                        "scalars",
                        new Scalars(
                                true,
                                Byte.MIN_VALUE,
                                Short.MAX_VALUE,
                                -1,
                                Long.MIN_VALUE,
                                0.5f,
                                -0.25,
                                "s",
                                new byte[] {9},
                                Level.HIGH),
                        "{\"Flag\":true,\"Tiny\":-128,\"Small\":32767,\"Number\":-1,\"Big\":-9223372036854775808,"
                                + "\"Single\":0.5,\"Twice\":-0.25,\"Text\":\"s\",\"Data\":\"CQ==\",\"Level\":2}"),
                new Case(
                        "lists",
                        new Lists(
                                List.of(1, 0),
                                List.of("a", ""),
                                List.of(new Point(1, 2), new Point(0, 0)),
                                new int[] {5, 0},
                                List.of(List.of(), List.of(7)),
                                List.of(new byte[] {1}, new byte[0]),
                                new boolean[] {false, true}),
                        "{\"Ints\":[1,0],\"Names\":[\"a\",\"\"],\"Points\":[{\"X\":1,\"Y\":2},{\"X\":0,\"Y\":0}],"
                                + "\"Array\":[5,0],\"Table\":[null,[7]],\"Blobs\":[\"AQ==\",null],"
                                + "\"Flags\":[false,true]}"),
                new Case(
                        "maps",
                        new Maps(
                                Map.of(), Map.of(2, "v"), Map.of("p", new Point(0, 4)), Map.of("l", List.of("w", "x"))),
                        "{\"ByName\":{},\"ById\":{\"2\":\"v\"},\"Structs\":{\"p\":{\"X\":0,\"Y\":4}},"
                                + "\"Lists\":{\"l\":[\"w\",\"x\"]}}"),
                new Case(
                        "node",
                        new Node(1, new Node(0, new Node(3, null))),
                        "{\"Value\":1,\"Next\":{\"Value\":0,\"Next\":{\"Value\":3,\"Next\":null}}}"),
                new Case(
                        "tree",
                        new Tree("r", List.of(new Tree("a", List.of()), new Tree("", List.of()))),
                        "{\"Name\":\"r\",\"Children\":[{\"Name\":\"a\",\"Children\":null},"
                                + "{\"Name\":\"\",\"Children\":null}]}"),
                new Case(
                        "pointers",
                        new Pointers(7, Optional.of("t"), Optional.of(new Point(0, 0))),
                        "{\"Boxed\":7,\"Text\":\"t\",\"Point\":{\"X\":0,\"Y\":0}}"),
                new Case(
                        "pointers",
                        new Pointers(null, Optional.empty(), Optional.empty()),
                        "{\"Boxed\":null,\"Text\":null,\"Point\":null}"),
                new Case("renamed", new Renamed(7, "Ann"), "{\"ID\":7,\"Given_name\":\"Ann\"}")));
        Bean bean = new Bean();
        bean.setCount(3);
        bean.setAt(new Point(1, 0));
        all.add(new Case("bean", bean, "{\"Count\":3,\"At\":{\"X\":1,\"Y\":0}}"));
        return all;
    }

    @Test
    void goReadsWhatIsWrittenAndIsReadInTurn(@TempDir Path folder) throws IOException, InterruptedException {
        GoProgram.require();
        List<String> lines = new ArrayList<>();
        for (Case each : cases()) {
            lines.add(each.method() + " " + GobMessages.write(messages.result(each.method()), each.value()));
        }
        List<String> answers = GoProgram.run("/gob/echo.go", folder, lines);
        assertThat(answers).hasSameSizeAs(lines);
        for (int i = 0; i < lines.size(); i++) {
            Case each = cases().get(i);
            String[] words = answers.get(i).split(" ", 3);
            assertThat(words[2]).as(each.method()).isEqualTo(each.shown());
            assertSame(GobMessages.read(messages.result(each.method()), words[1]), each);
        }
    }

    @Test
    void whatIsWrittenIsReadWithAndWithoutGeneratedClasses() throws IOException {
        GobMessages plain = new GobMessages(GoTypes.Values.class, false);
        for (Case each : cases()) {
            String written = GobMessages.write(messages.result(each.method()), each.value());
            assertSame(GobMessages.read(messages.result(each.method()), written), each);
            assertSame(GobMessages.read(plain.result(each.method()), written), each);
            String other = GobMessages.write(plain.result(each.method()), each.value());
            assertSame(GobMessages.read(messages.result(each.method()), other), each);
        }
    }

    private static void assertSame(@Nullable Object found, Case expected) {
        if (expected.value() == null) {
            assertThat(found).isNull();
        } else {
            assertThat(found).as(expected.method()).usingRecursiveComparison().isEqualTo(expected.value());
        }
    }
}
