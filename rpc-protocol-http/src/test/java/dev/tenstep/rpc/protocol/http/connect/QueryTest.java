package dev.tenstep.rpc.protocol.http.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Tests queries that a client of HTTP would not send. */
final class QueryTest {

    @Test
    void bytesMayBePercentEncoded() {
        Query query = Query.read("connect=v1&message=%00%FF+%2B&encoding=proto&other=x&flag");
        assertThat(query.message()).isEqualTo(new byte[] {0, -1, ' ', '+'});
        assertThat(query.encoding()).isEqualTo("proto");
        assertThat(query.compression()).isNull();
    }

    @Test
    void halfAnEscapeIsRefused() {
        assertThatThrownBy(() -> Query.read("encoding=json&message=%7"))
                .hasMessage("a query with a part that is not percent-encoded: message");
    }
}
