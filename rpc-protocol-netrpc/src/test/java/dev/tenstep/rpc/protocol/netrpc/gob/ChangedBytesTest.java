package dev.tenstep.rpc.protocol.netrpc.gob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Lists;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Maps;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Point;
import dev.tenstep.rpc.protocol.netrpc.gob.GoTypes.Tree;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Changed bytes give a value or a refusal, never another exception. */
final class ChangedBytesTest {
    private static final long SEED = 20260731;
    private static final int[] REPLACEMENTS = {0, 1, 2, 3, 0x7f, 0x80, 0xf8, 0xfc, 0xfe, 0xff};

    private final GobMessages messages = new GobMessages(GoTypes.Values.class);
    private int refused;

    private List<byte[]> samples() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (VectorsTest.Vector vector : VectorsTest.all()) {
            all.add(vector.bytes());
        }
        Map<String, Object> values = Map.of(
                "tree",
                new Tree("r", List.of(new Tree("a", List.of()))),
                "lists",
                new Lists(
                        List.of(1),
                        List.of("n"),
                        List.of(new Point(5, 6)),
                        new int[] {1},
                        List.of(List.of(2)),
                        List.of(new byte[1]),
                        new boolean[1]),
                "maps",
                new Maps(Map.of("a", 1), Map.of(1, "b"), Map.of("p", new Point(0, 1)), Map.of("l", List.of("m"))));
        for (Map.Entry<String, Object> each : values.entrySet()) {
            all.add(HexFormat.of().parseHex(GobMessages.write(messages.result(each.getKey()), each.getValue())));
        }
        return all;
    }

    @Test
    void eachByteReplaced() throws IOException {
        List<Codec> codecs = codecs();
        for (byte[] sample : samples()) {
            for (int i = 0; i < sample.length; i++) {
                byte[] changed = sample.clone();
                for (int replacement : REPLACEMENTS) {
                    changed[i] = (byte) replacement;
                    readByAll(codecs, changed);
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void noise() {
        List<Codec> codecs = codecs();
        Random random = new Random(SEED);
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            if (noise.length > 1) {
                noise[0] = (byte) (noise.length - 1);
            }
            readByAll(codecs, noise);
        }
        assertThat(refused).isPositive();
    }

    private List<Codec> codecs() {
        return List.of(
                messages.result("point"),
                messages.result("lists"),
                messages.result("maps"),
                messages.result("tree"),
                messages.result("scalars"),
                messages.result("nothing"));
    }

    private void readByAll(List<Codec> codecs, byte[] message) {
        for (Codec codec : codecs) {
            try {
                codec.decode(new MessageInput(message));
            } catch (IOException e) {
                refused++;
            }
        }
    }
}
