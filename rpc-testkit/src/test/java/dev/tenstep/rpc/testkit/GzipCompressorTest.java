package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.compression.GzipCompressor;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The suite for the JDK's gzip. It is here and not beside the compressor, since the suite is here. */
final class GzipCompressorTest implements CompressorContract {
    private static final String FIXED = "1f8b 08 %s 00000000 00 ff";

    /** "a", stored, and what stands behind it. */
    private static final String REST = "01 0100 feff 61 43beb7e8 01000000";

    @Override
    public Compressor compressor() {
        return new GzipCompressor();
    }

    private static String text(String hex) throws IOException {
        MessageOutput out = new MessageOutput(4);
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        new GzipCompressor().decompress(new MessageInput(bytes), out);
        return new String(Arrays.copyOf(out.array(), out.position()), StandardCharsets.US_ASCII);
    }

    @Test
    void oneMemberOrSeveralAreRead() throws IOException {
        String member = FIXED.formatted("00") + REST;
        assertThat(text(member)).isEqualTo("a");
        assertThat(text(member + member + member)).isEqualTo("aaa");
    }

    @Test
    void optionalPartsOfTheHeaderAreSkipped() throws IOException {
        assertThat(text(FIXED.formatted("04") + "0300 aabbcc" + REST)).isEqualTo("a");
        assertThat(text(FIXED.formatted("18") + "6e616d65 00" + "776879 00" + REST))
                .isEqualTo("a");
        assertThat(text(FIXED.formatted("02") + "90c9" + REST)).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "40", "80", "e1"})
    void reservedFlagsAreRefused(String flags) {
        assertThatThrownBy(() -> text(FIXED.formatted(flags) + REST))
                .hasMessageStartingWith("gzip: flags 0x" + flags)
                .hasMessageEndingWith("(expected: no reserved ones)");
    }

    @Test
    void headerWhoseCrcIsWrongIsRefused() {
        assertThatThrownBy(() -> text(FIXED.formatted("02") + "0000" + REST))
                .hasMessage("gzip: the CRC of the header is 0 (expected: 51600)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "1f", "1f8b", "1f8b08", "1f8b 08 00 00000000 00 ff", "1f8b 08 00 00000000 00 ff 01"})
    void anythingButAWholeMemberAfterTheFirstIsRefused(String behind) {
        assertThatThrownBy(() -> text(FIXED.formatted("00") + REST + behind)).isInstanceOf(IOException.class);
    }
}
