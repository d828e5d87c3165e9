package dev.tenstep.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The values of metadata: text is characters, written and read as UTF-8, and anything else is bytes. */
final class MetadataValuesTest {
    private static final byte[] NOT_UTF8 = {(byte) 0xc3, '('};

    @Test
    void malformedTextIsRefusedWhenItIsWritten() {
        Map<String, String> halves = Map.of(
                "\ud83d",
                "0xd83d at index 0",
                "a\ude00b",
                "0xde00 at index 1",
                "\ud83d\ude00\ud83d",
                "0xd83d at index 2");
        halves.forEach((half, found) -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Metadata.of("key", half))
                    .withMessage("metadata key key: a text with half a surrogate pair, " + found
                            + " (expected: both halves)");
            assertThatIllegalArgumentException().isThrownBy(() -> Metadata.of(half, "value"));
        });
        assertThat(Metadata.of("key", "é€\ud83d\ude00").text("key")).isEqualTo("é€\ud83d\ude00");
    }

    @Test
    void textThatIsNotUtf8IsRefusedWhenItIsRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.ofEntries(List.of(new Metadata.Entry("key", NOT_UTF8))))
                .withMessage("metadata key key: a value that is not UTF-8"
                        + " (expected: UTF-8, or a key that ends in -bin)");
        byte[] good = "é€".getBytes(StandardCharsets.UTF_8);
        assertThat(Metadata.ofEntries(List.of(new Metadata.Entry("key", good))).text("key"))
                .isEqualTo("é€");
    }

    @Test
    void bytesAreKeptUnchanged() {
        assertThat(Metadata.ofEntries(List.of(new Metadata.Entry("key-bin", NOT_UTF8)))
                        .bytes("key-bin"))
                .isEqualTo(NOT_UTF8);
    }
}
