package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The check of what a fed peer writes finds what it is for. */
final class Http2WrittenTest {
    private static final Http2Frame OPENED = head(Http2Flags.END_STREAM, "Next");
    private static final byte[] MESSAGE = {0, 0, 0, 0, 1, 8};
    private static final byte[] TOO_SHORT = {0, 0, 0, 0, 2, 8};

    private static Http2Frame frame(int type, int flags, int stream, byte... payload) {
        return new Http2Frame(type, flags, stream, payload);
    }

    private static Http2Frame head(int flags, String block) {
        int all = flags | Http2Flags.END_HEADERS;
        return frame(Http2FrameTypes.HEADERS, all, 1, Http2Blocks.block(Http2Blocks.number(block)));
    }

    private static Http2Frame data(int flags, byte... payload) {
        return frame(Http2FrameTypes.DATA, flags, 1, payload);
    }

    private static Map<Integer, String> check(Http2Frame... frames) {
        List<Http2Frame> written = new ArrayList<>(List.of(frame(Http2FrameTypes.SETTINGS, 0, 0)));
        written.addAll(List.of(frames));
        ByteBuf bytes = Unpooled.buffer();
        written.forEach(each -> each.write(bytes));
        return Http2Written.check(true, List.of(OPENED), bytes);
    }

    private static void fails(String why, Http2Frame... frames) {
        assertThatThrownBy(() -> check(frames)).hasMessageContaining(why);
    }

    @Test
    void answerIsAccepted() {
        assertThat(check(head(0, "response"), data(0, MESSAGE), head(Http2Flags.END_STREAM, "end")))
                .isEqualTo(Map.of(1, "0"));
    }

    @Test
    void streamEndsOnce() {
        Http2Frame end = head(Http2Flags.END_STREAM, "end");
        fails("headers of a stream that is over", head(0, "response"), end, end);
        fails("data of a stream", head(0, "response"), end, data(0, MESSAGE));
        Http2Frame reset = frame(Http2FrameTypes.RST_STREAM, 0, 1, new byte[4]);
        fails("a second reset", reset, reset);
    }

    @Test
    void streamIsOneThatWasOpened() {
        fails("a stream that was not opened", frame(Http2FrameTypes.RST_STREAM, 0, 3, new byte[4]));
        fails("a client's stream", frame(Http2FrameTypes.RST_STREAM, 0, 2, new byte[4]));
    }

    @Test
    void bodyIsWholeMessagesWithinTheWindow() {
        fails("the length of a message", head(0, "response"), data(0, TOO_SHORT), head(1, "end"));
        Http2Frame much = data(0, new byte[Http2Frame.MAX_PAYLOAD]);
        fails("beyond the connection's window", head(0, "response"), much, much, much, much);
    }

    @Test
    void framesAreThoseOfAServer() {
        fails("a frame that is not expected", frame(5, 0, 1));
        fails("pongs", frame(Http2FrameTypes.PING, Http2Flags.ACK, 0, new byte[8]));
        fails("cannot be decoded", frame(Http2FrameTypes.HEADERS, Http2Flags.END_HEADERS, 1, (byte) 0xff));
        fails("the last header block", frame(Http2FrameTypes.HEADERS, 0, 1));
        fails("in a header block", frame(Http2FrameTypes.HEADERS, 0, 1), data(0, MESSAGE));
        fails("flags", head(Http2Flags.PADDED, "response"));
    }

    @Test
    void framesAreWhole() {
        ByteBuf bytes = Unpooled.buffer();
        frame(Http2FrameTypes.SETTINGS, 0, 0).write(bytes);
        bytes.writeByte(0);
        assertThatThrownBy(() -> Http2Written.check(true, List.of(), bytes)).hasMessageContaining("incomplete");
    }
}
