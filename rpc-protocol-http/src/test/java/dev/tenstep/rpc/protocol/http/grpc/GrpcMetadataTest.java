package dev.tenstep.rpc.protocol.http.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Metadata as others send it; values are as HPACK's decoder returns them, a character for each byte. */
final class GrpcMetadataTest {
    private static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void textInUtf8IsAcceptedAndMayBeEchoed() {
        Metadata metadata = GrpcMetadata.read(Fields.of("city", raw("K\u00f6ln \u2603"), "tab", "a\tb"));
        assertThat(metadata).isEqualTo(Metadata.of("city", "K\u00f6ln \u2603").with("tab", "a\tb"));
        Fields.Builder echo = new Fields.Builder();
        GrpcMetadata.write(metadata, echo);
        assertThat(GrpcMetadata.read(echo.build()).text("city")).isEqualTo("K\u00f6ln \u2603");
    }

    @Test
    void valueThatIsNoTextIsThrownAwayAndFailsNothing() {
        assertThat(GrpcMetadata.read(Fields.of("city", "K\u00f6ln", "land", "DE")))
                .isEqualTo(Metadata.of("land", "DE"));
    }

    @Test
    void bytesMayBePaddedOrJoinedOnTheWay() {
        assertThat(GrpcMetadata.read(Fields.of("raw-bin", "AAH/, ,AA==")).entries())
                .containsExactly(
                        new Metadata.Entry("raw-bin", new byte[] {0, 1, -1}),
                        new Metadata.Entry("raw-bin", new byte[0]),
                        new Metadata.Entry("raw-bin", new byte[1]));
        assertThatThrownBy(() -> GrpcMetadata.read(Fields.of("raw-bin", "!")))
                .hasMessage("metadata key raw-bin: a value that is not Base64");
    }
}
