package dev.tenstep.rpc.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.cli.call.JsonText.NoJsonException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"a\":[1,-0.5e+3,2E-1,0,\"\\u00e4\\n\\\\\\\"\",true,false,null,{\"b\":{}}]}",
                "\"\u00e4\\/\u20ac\"",
                "-12",
                "null"
            })
    void aValueIsKeptAsItIs(String value) throws Exception {
        assertThat(all("\ufeff \r\n\t" + value + " ")).containsExactly(value);
    }

    @Test
    void valuesFollowEachOtherWithOrWithoutSpace() throws Exception {
        assertThat(all("{}[] 1 \"a\"true\n{}")).containsExactly("{}", "[]", "1", "\"a\"", "true", "{}");
    }

    private static List<String> all(String text) throws IOException, NoJsonException {
        JsonText values = new JsonText(new StringReader(text));
        List<String> all = new ArrayList<>();
        for (String each = values.next(); each != null; each = values.next()) {
            all.add(each);
        }
        return all;
    }

    /** A pipe brings a text in pieces, and a read of one that is not there yet would block. */
    @Test
    void anObjectIsReadWithoutWhatFollowsIt() throws Exception {
        Deque<String> pieces = new ArrayDeque<>(List.of("{\"a\"", ":1}"));
        Reader pipe = new Reader() {
            @Override
            public int read(char[] chars, int from, int length) {
                assertThat(pieces).as("pieces that are there").isNotEmpty();
                String piece = pieces.remove();
                piece.getChars(0, piece.length(), chars, from);
                return piece.length();
            }

            @Override
            public void close() {}
        };
        JsonText values = new JsonText(pipe);
        assertThat(values.next()).isEqualTo("{\"a\":1}");
        pieces.add("\n{}");
        assertThat(values.next()).isEqualTo("{}");
    }
}
