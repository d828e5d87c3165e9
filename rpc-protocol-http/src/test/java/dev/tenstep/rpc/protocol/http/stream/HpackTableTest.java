package dev.tenstep.rpc.protocol.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that a peer's decoder reads what a table's blocks say, whatever was sent before. */
final class HpackTableTest {
    private static final Head ASK = request("/acme.Users/Find");
    private static final Head OTHER = request("/acme.Users/Create");
    private static final Head OK = Head.trailers(Fields.of("grpc-status", "0")).asLasting();

    private final HpackTable table = new HpackTable();
    private final DefaultHttp2HeadersDecoder peer = new DefaultHttp2HeadersDecoder(true);

    private static Head request(String path) {
        Fields fields = Fields.of("content-type", "application/grpc", "te", "trailers", "grpc-timeout", "1S");
        return Head.request("POST", "http", "localhost:50000", path, fields).asLasting();
    }

    /** Sends a head; returns the block's length. */
    private int send(Head head) throws Http2Exception {
        byte[] block = table.block(head);
        Http2Headers read = peer.decodeHeaders(1, Unpooled.wrappedBuffer(block));
        List<String> found = new ArrayList<>();
        read.forEach(field -> found.add(field.getKey() + ": " + field.getValue()));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < head.all().count(); i++) {
            expected.add(head.all().name(i) + ": " + head.all().value(i));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        return block.length;
    }

    @Test
    void headsThatAreSentAgainTakeAFewBytes() throws Http2Exception {
        int first = send(ASK);
        send(OTHER);
        send(OK);
        // Six of its fields are a byte each; the time, which is in no table, has its name and its value.
        assertThat(send(ASK)).isLessThan(first / 3).isEqualTo(6 + 1 + 1 + "grpc-timeout".length() + 1 + "1S".length());
        assertThat(send(OTHER)).isEqualTo(send(ASK));
        assertThat(send(OK)).isEqualTo(1);
        assertThat(table.block(ASK)).isSameAs(table.block(ASK));
    }

    @Test
    void headThatIsSentOnceLeavesTheTableAlone() throws Http2Exception {
        Head once = Head.trailers(Fields.of("grpc-status", "0", "token", "secret"));
        send(OK);
        assertThat(table.block(once)).isSameAs(once.hpack());
        send(once);
        send(once);
        assertThat(send(OK)).isEqualTo(1);
    }

    @Test
    void whatFindsNoRoomIsSentInFull() throws Http2Exception {
        List<Head> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(request("/acme.Users/Method" + i));
        }
        for (int round = 0; round < 3; round++) {
            for (Head head : all) {
                send(head);
            }
        }
        assertThat(send(all.get(0))).isLessThan(30);
        assertThat(send(all.get(99))).isGreaterThan(30);
    }

    @Test
    void peerMayMakeTheTableSmallerAndLargerAtAnyTime() throws Http2Exception {
        int first = send(ASK);
        for (int size : new int[] {100, 0, 4096, 1000}) {
            table.limit(size);
            peer.configuration().maxHeaderTableSize(size);
            send(size == 0 ? Head.trailers(Fields.of("x", "y")) : ASK);
            send(OTHER);
            send(ASK);
            send(OK);
        }
        assertThat(send(ASK)).isLessThan(first / 2);
    }

    @Test
    void largerTableThanTheUsualOneIsNotUsed() throws Http2Exception {
        send(OK);
        table.limit(65_536);
        peer.configuration().maxHeaderTableSize(65_536);
        assertThat(send(OK)).isEqualTo(1);
    }
}
