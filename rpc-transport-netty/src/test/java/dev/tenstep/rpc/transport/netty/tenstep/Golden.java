package dev.tenstep.rpc.transport.netty.tenstep;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/** The golden frames in src/test/resources/wire: hex with comments, where {@code 78*8} is eight times the same byte. */
final class Golden {
    private Golden() {}

    /** Returns the bytes of some frames, one after the other. */
    static byte[] bytes(String... names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names) {
            all.writeBytes(parse(text(name)));
        }
        return all.toByteArray();
    }

    private static String text(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/wire/" + name + ".hex")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses hex with comments. */
    static byte[] parse(String hex) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String token : hex.replaceAll("#.*", "").trim().split("\\s+")) {
            int star = token.indexOf('*');
            byte[] one = HexFormat.of().parseHex(star < 0 ? token : token.substring(0, star));
            int times = star < 0 ? 1 : Integer.parseInt(token.substring(star + 1));
            for (int i = 0; i < times; i++) {
                bytes.writeBytes(one);
            }
        }
        return bytes.toByteArray();
    }
}
