package dev.tenstep.rpc.serialization.protobuf.json.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import com.fasterxml.jackson.core.util.BufferRecycler;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares the short way for strings with Jackson's own. */
final class MessageParserTest {
    private static final JsonFactory JACKSON = new JsonFactory();
    private static final ByteQuadsCanonicalizer SYMBOLS = ByteQuadsCanonicalizer.createRoot();

    /** Something to do with a string. */
    private interface Reading {
        String read(JsonParser parser) throws IOException;
    }

    private static MessageParser parser(byte[] array, int start, int end) {
        IOContext context = new IOContext(
                StreamReadConstraints.defaults(),
                StreamWriteConstraints.defaults(),
                ErrorReportConfiguration.defaults(),
                new BufferRecycler(),
                ContentReference.unknown(),
                false);
        ByteQuadsCanonicalizer symbols = SYMBOLS.makeChild(JACKSON.getFactoryFeatures());
        return new MessageParser(context, JACKSON.getParserFeatures(), symbols, array, start, end);
    }

    /** Returns all that is read of a text, and how that ends. */
    private static String all(JsonParser parser, Reading strings) {
        StringBuilder all = new StringBuilder();
        try (parser) {
            while (parser.nextToken() != null) {
                all.append(parser.currentToken()).append(' ');
                if (parser.currentToken().isScalarValue()) {
                    all.append(strings.read(parser)).append(' ');
                }
            }
            return all.append("end").toString();
        } catch (IOException e) {
            return all.append("failed").toString();
        }
    }

    private static void assertSame(String text, Reading ours, Reading theirs) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] inside = ("\"\"" + text + "\"]\"").getBytes(StandardCharsets.UTF_8);
        for (int end = 0; end <= bytes.length; end++) {
            String expected = all(JACKSON.createParser(bytes, 0, end), theirs);
            assertThat(all(parser(Arrays.copyOf(bytes, end), 0, end), ours))
                    .as("%s, %d bytes", text, end)
                    .isEqualTo(expected);
            assertThat(all(parser(inside, 2, 2 + end), ours))
                    .as("%s, %d bytes of more", text, end)
                    .isEqualTo(expected);
        }
    }

    /** Returns strings about as long as one or two words of eight bytes, with each of those at each place. */
    private static List<String> strings(String... special) {
        List<String> all = new ArrayList<>();
        for (int length : new int[] {0, 1, 7, 8, 9, 16, 17}) {
            String plain = "0123456789abcdefghij".substring(0, length);
            all.add(plain);
            for (int i = 0; i < length; i++) {
                for (String each : special) {
                    all.add(plain.substring(0, i) + each + plain.substring(i + 1));
                }
            }
        }
        return all;
    }

    @Test
    void textsAreThoseOfJacksonCutAtEachByte() throws IOException {
        for (String each : strings(
                "\\\"", "\\\\", "\\u00e9", "\\x", "\n", "\u001f", " ", "!", "#", "é", "\uffff", "😀", "\u007f")) {
            assertSame("[\"" + each + "\",\"next\"]", MessageParserTest::text, JsonParser::getText);
        }
    }

    /** Reads a string twice: the second time it must be the same. */
    private static String text(JsonParser parser) throws IOException {
        String text = Tokens.string(parser, "a string");
        assertThat(parser.getText()).isEqualTo(text);
        return text;
    }

    @Test
    void numbersAreThoseOfTheirTextsCutAtEachByte() throws IOException {
        for (String each : List.of(
                "",
                "0",
                "-",
                "-0",
                "7",
                "-7",
                "--7",
                "7-",
                "007",
                "123456789012345678",
                "-123456789012345678",
                "1234567890123456789",
                "1e3",
                "1.0",
                " 7",
                "7 ",
                "\\u0037",
                "7\\n",
                "٧",
                "7x",
                "9223372036854775808")) {
            assertSame(
                    "[\"" + each + "\",\"8\"]",
                    parser -> {
                        long number = ((MessageParser) parser).number();
                        return number == MessageParser.NO_NUMBER ? parsed(parser) : String.valueOf(number);
                    },
                    MessageParserTest::parsed);
        }
    }

    private static String parsed(JsonParser parser) throws IOException {
        String text = parser.getText();
        return text.matches("-?[0-9]{1,18}") ? String.valueOf(Long.parseLong(text)) : text;
    }

    @Test
    void bytesAreThoseOfTheirTextsCutAtEachByte() throws IOException {
        for (String each : strings("\\/", "\\u0041", "\n", "-", "_", "=", "é", "+", "/")) {
            assertSame("[\"" + each + "\",\"QUJD\"]", MessageParserTest::bytes, MessageParserTest::decoded);
        }
    }

    private static String bytes(JsonParser parser) throws IOException {
        try {
            return Arrays.toString(Base64Text.read(parser));
        } catch (MalformedMessageException e) {
            return "refused";
        }
    }

    private static String decoded(JsonParser parser) throws IOException {
        String text = parser.getText();
        boolean forUrls = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            return Arrays.toString((forUrls ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text));
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }
}
