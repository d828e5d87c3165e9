package dev.tenstep.rpc.transport.netty.tenstep;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The golden frames of rpc-transport-netty as inputs, each in a short form that a fuzzer can change well, and some together. */
public final class GoldenInputs {
    private static final Path WIRE = Path.of("..", "rpc-transport-netty", "src", "test", "resources", "wire");
    private static final int LONGEST = 3000;

    private static final List<List<String>> TOGETHER = List.of(
            List.of("request", "cancel"),
            List.of("request-stream", "item", "item", "end"),
            List.of("request-results", "credit"),
            List.of("request-both", "item", "credit", "end"),
            List.of("reply-results", "item", "credit", "end-trailers"),
            List.of("ping", "go-away", "reply"));

    /** Messages in parts, whose golden frames are too long for a seed: type, length of the rest, and the rest. */
    private static final Map<String, String> SHORT = Map.of(
            "request-in-parts", "03 0010 01 0004 00000009 00000000 0000000a 01 06 000d 00000009 000000040000000000",
            "request-begun", "03 0010 01 0004 00000009 00000000 0000000a 01",
            "request-begun+cancel", "03 0010 01 0004 00000009 00000000 0000000a 01 07 0004 00000009",
            "reply-in-parts", "04 000b 01 00000000 00000004 0000 06 0006 00000000 002a",
            "item-in-parts",
                    "03 000b 60 0009 00000000 00000000 0b 000a 01 00000000 00000006 01 06 0009 00000000 0000000178",
            "refused", "03 000c 00 0006 00000005 00000000 01",
            "held+cancel", "03 0010 00 000a 00000006 00000000 0100000001 07 0004 00000006");

    private GoldenInputs() {}

    /** Returns the inputs by name. */
    public static Map<String, byte[]> all() {
        Map<String, byte[]> inputs = new TreeMap<>();
        try (Stream<Path> files = Files.list(WIRE)) {
            for (String name : files.map(file -> file.getFileName().toString()).toList()) {
                put(inputs, List.of(name.replace(".hex", "")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TOGETHER.forEach(names -> put(inputs, names));
        SHORT.forEach((name, hex) -> inputs.put(name, HexFormat.of().parseHex("00" + hex.replace(" ", ""))));
        return inputs;
    }

    private static void put(Map<String, byte[]> inputs, List<String> names) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(0);
        for (String name : names) {
            byte[] frames = parse(name);
            int at = name.startsWith("hello") ? Wire.PREFACE.length : 0;
            while (at < frames.length) {
                int length = Wire.i32(frames, at) - 1;
                input.write(frames[at + 4]);
                input.write(length >> 8);
                input.write(length);
                input.write(frames, at + 5, length);
                at += 5 + length;
            }
        }
        if (input.size() <= LONGEST) {
            inputs.put(String.join("+", names), input.toByteArray());
        }
    }

    /** Parses hex with comments, where {@code 78*8} is the same byte eight times. */
    private static byte[] parse(String name) {
        String hex;
        try {
            hex = Files.readString(WIRE.resolve(name + ".hex"), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String token : hex.replaceAll("#.*", "").trim().split("\\s+")) {
            int star = token.indexOf('*');
            byte[] one = HexFormat.of().parseHex(star < 0 ? token : token.substring(0, star));
            for (int i = star < 0 ? 1 : Integer.parseInt(token.substring(star + 1)); i > 0; i--) {
                bytes.writeBytes(one);
            }
        }
        return bytes.toByteArray();
    }
}
