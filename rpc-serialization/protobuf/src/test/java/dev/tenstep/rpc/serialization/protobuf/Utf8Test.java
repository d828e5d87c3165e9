package dev.tenstep.rpc.serialization.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class Utf8Test {

    private static byte[] write(String s) throws IOException {
        MessageOutput out = new MessageOutput(1);
        int end = Utf8.write(s, out, 0);
        return Arrays.copyOf(out.array(), end);
    }

    private static byte[] theirs(String s) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeStringNoTag(s);
        out.flush();
        return bytes.toByteArray();
    }

    private static String read(byte[] body) throws IOException {
        return Utf8.read(body, 0, body.length);
    }

    @Test
    void stringsOfEveryLengthAndWidthAreWrittenAsProtobufDoes() throws IOException {
        for (String unit : List.of("a", "é", "€", "\uD83D\uDE00", "a€")) {
            for (int n : List.of(0, 1, 41, 42, 43, 63, 64, 127, 128, 129, 1023, 1024, 1025, 5461, 5462, 16383, 16384)) {
                String s = unit.repeat(n);
                byte[] ours = write(s);
                assertThat(ours).as(unit + " x " + n).isEqualTo(theirs(s));
                assertThat(Utf8.read(ours, WireInput.after(ours, 0), ours.length))
                        .isEqualTo(s);
            }
        }
    }

    @Test
    void otherCharacterAnywhereInAShortStringIsFound() throws IOException {
        for (int at = 0; at < 127; at++) {
            String s = "x".repeat(at) + "\u0080" + "y".repeat(126 - at);
            assertThat(write(s)).isEqualTo(theirs(s));
        }
    }

    @Test
    void unpairedSurrogateIsRefused() {
        for (String s :
                List.of("\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "\uD83D\uD83D\uDE00", "\uD83D".repeat(200))) {
            assertThatThrownBy(() -> write(s))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("half a surrogate pair");
        }
    }

    @Test
    void onlyBytesThatAreNotUtf8AreRefused() throws IOException {
        for (int first = 0x80; first <= 0xff; first++) {
            for (int second = 0; second <= 0xff; second++) {
                compare((byte) first, (byte) second);
                compare((byte) first, (byte) second, (byte) 0x80);
                compare((byte) first, (byte) second, (byte) 0xbf, (byte) 0x80);
                compare((byte) first, (byte) second, (byte) 0xc0, (byte) 0x80);
            }
        }
    }

    private static void compare(byte... body) throws IOException {
        String expected;
        try {
            expected = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            assertThatThrownBy(() -> read(body))
                    .as("%s", HexFormat.of().formatHex(body))
                    .hasMessageContaining("in a string (expected: UTF-8)");
            return;
        }
        assertThat(read(body)).isEqualTo(expected);
    }

    @Test
    void replacementCharacterThatWasSentIsAStringLikeAnyOther() throws IOException {
        assertThat(read("a\ufffdb".getBytes(UTF_8))).isEqualTo("a\ufffdb");
    }
}
