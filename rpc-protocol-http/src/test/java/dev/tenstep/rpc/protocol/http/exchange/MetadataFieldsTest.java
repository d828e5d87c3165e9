package dev.tenstep.rpc.protocol.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Metadata as others send it; values are as HPACK's decoder returns them, a character for each byte. */
final class MetadataFieldsTest {
    private static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void textInUtf8IsAcceptedAndMayBeEchoed() {
        Metadata metadata = MetadataFields.read(Fields.of("city", raw("K\u00f6ln \u2603"), "tab", "a\tb"), "grpc-");
        assertThat(metadata).isEqualTo(Metadata.of("city", "K\u00f6ln \u2603").with("tab", "a\tb"));
        Fields.Builder echo = new Fields.Builder();
        MetadataFields.write(metadata, "grpc-", echo);
        assertThat(MetadataFields.read(echo.build(), "grpc-").text("city")).isEqualTo("K\u00f6ln \u2603");
    }

    @Test
    void valueThatIsNoTextIsThrownAwayAndFailsNothing() {
        assertThat(MetadataFields.read(Fields.of("city", "K\u00f6ln", "land", "DE"), "grpc-"))
                .isEqualTo(Metadata.of("land", "DE"));
    }

    @Test
    void bytesMayBePaddedOrJoinedOnTheWay() {
        assertThat(MetadataFields.read(Fields.of("raw-bin", "AAH/, ,AA=="), "grpc-")
                        .entries())
                .containsExactly(
                        new Metadata.Entry("raw-bin", new byte[] {0, 1, -1}),
                        new Metadata.Entry("raw-bin", new byte[0]),
                        new Metadata.Entry("raw-bin", new byte[1]));
        assertThatThrownBy(() -> MetadataFields.read(Fields.of("raw-bin", "!"), "grpc-"))
                .hasMessage("metadata key raw-bin: a value that is not Base64");
    }
}
