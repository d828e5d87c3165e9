package dev.tenstep.rpc.protocol.netrpc.gob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Lists;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Point;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Tree;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents as parts of a connection's stream, and back. */
final class ConnectionTypesTest {
    private static final int LIMIT = 1 << 16;

    private final GobMessages messages = new GobMessages(GoTypes.Values.class);
    private final SentTypes sent = new SentTypes();
    private final KnownTypes known = new KnownTypes(LIMIT);

    @Test
    void definitionIsSentOnce() throws IOException {
        Codec points = messages.result("point");
        String first = append(points, new Point(1, 2));
        assertThat(first).isEqualTo(GobMessages.write(points, new Point(1, 2)));
        assertThat(append(points, new Point(3, 4))).isEqualTo("07ff860106010800");
        Lists lists = new Lists(
                List.of(1), List.of(), List.of(new Point(5, 6)), new int[0], List.of(), List.of(), new boolean[0]);
        String other = append(messages.result("lists"), lists);
        assertThat(other).doesNotContain(first.substring(0, 64)).hasSizeLessThan(600);
        assertThat(append(messages.result("lists"), lists)).hasSizeLessThan(40);
    }

    @Test
    void streamIsReadAsDocuments() throws IOException {
        Codec points = messages.result("point");
        Codec trees = messages.result("tree");
        Tree tree = new Tree("r", List.of(new Tree("a", List.of())));
        List<String> stream = List.of(
                append(points, new Point(1, 2)),
                append(trees, tree),
                append(points, new Point(3, 4)),
                append(trees, tree));
        List<String> documents = documents(HexFormat.of().parseHex(String.join("", stream)));
        assertThat(documents).hasSize(4);
        assertThat(GobMessages.read(points, documents.get(0))).isEqualTo(new Point(1, 2));
        assertThat(GobMessages.read(trees, documents.get(1))).isEqualTo(tree);
        assertThat(GobMessages.read(points, documents.get(2))).isEqualTo(new Point(3, 4));
        assertThat(GobMessages.read(trees, documents.get(3))).isEqualTo(tree);
    }

    static List<VectorsTest.Vector> within() throws IOException {
        return VectorsTest.within();
    }

    @ParameterizedTest
    @MethodSource("within")
    void streamsOfGoAreReadAsDocuments(VectorsTest.Vector vector) throws IOException {
        JsonNode values = vector.json().get("values");
        List<String> documents = documents(vector.bytes());
        assertThat(documents).hasSize(values.size());
        for (String document : documents) {
            byte[] bytes = HexFormat.of().parseHex(document);
            GobInput in = new GobInput(bytes, 0, bytes.length);
            GobStream stream = new GobStream(in, LIMIT);
            stream.types().skip(in, stream.next());
            stream.endValue();
            assertThat(stream.next()).isEqualTo(GobStream.END);
        }
    }

    @Test
    void secondDefinitionAndTooManyAreRefused() throws IOException {
        byte[] point = HexFormat.of().parseHex(GobMessages.write(messages.result("point"), new Point(0, 0)));
        documents(point);
        assertThatThrownBy(() -> documents(point))
                .isInstanceOf(MalformedGobException.class)
                .hasMessageContaining("a second definition of type 67 (expected: one in a stream)");
        assertThatThrownBy(() -> documents(new KnownTypes(20), point))
                .hasMessageContaining("definitions of 32 bytes (expected: at most 20 in a connection)");
    }

    private String append(Codec codec, @Nullable Object value) throws IOException {
        byte[] document = HexFormat.of().parseHex(GobMessages.write(codec, value));
        MessageOutput out = new MessageOutput(0);
        sent.append(document, 0, document.length, out);
        return HexFormat.of().formatHex(Arrays.copyOf(out.array(), out.position()));
    }

    private List<String> documents(byte[] stream) throws IOException {
        return documents(known, stream);
    }

    private static List<String> documents(KnownTypes types, byte[] stream) throws IOException {
        List<String> all = new ArrayList<>();
        GobInput in = new GobInput(stream, 0, stream.length);
        while (!in.atEnd()) {
            int start = in.position();
            in.beginMessage(LIMIT);
            in.advance(in.remaining());
            in.endMessage();
            MessageOutput document = new MessageOutput(0);
            int length = in.position() - start;
            if (!types.define(stream, start, length)) {
                document.write(types.front(stream, start, length));
                document.write(stream, start, length);
                MessageInput read = new MessageInput();
                read.reset(document.array(), 0, document.position());
                all.add(HexFormat.of().formatHex(read.readAllBytes()));
            }
        }
        return all;
    }
}
