package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.protocol.http.exchange.CallRequest;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.StreamHandler;
import org.jspecify.annotations.Nullable;

/** Passes a request by gRPC-Web on as gRPC's: decodes its body if that is Base64, and counts the window of an answer in it. */
final class WebBody implements StreamHandler {
    private static final byte[] NOTHING = {};
    private static final int BYTES_OF_GROUP = 3;
    private static final int DIGITS_OF_GROUP = 4;

    private final CallRequest to;
    private final @Nullable Base64Reader base64;
    private final boolean textOut;
    /** Three times the bytes that were granted, as far as they make no whole byte of the body. */
    private int fraction;

    private boolean failed;

    WebBody(CallRequest to, boolean textIn, boolean textOut) {
        this.to = to;
        this.base64 = textIn ? new Base64Reader() : null;
        this.textOut = textOut;
    }

    @Override
    public void data(byte[] array, int from, int end, boolean last) {
        if (base64 == null) {
            to.data(array, from, end, last);
        } else if (failed) {
            to.stream().consumed(end - from);
        } else {
            decode(base64, array, from, end, last);
        }
    }

    private void decode(Base64Reader by, byte[] array, int from, int end, boolean last) {
        byte[] decoded = new byte[end - from];
        int length;
        try {
            length = by.read(array, from, end, decoded);
            if (last && by.inGroup()) {
                throw new RpcException(StatusCode.INTERNAL, "the request's Base64 is cut short");
            }
        } catch (RpcException e) {
            failed = true;
            to.stream().consumed(end - from);
            to.fail(e);
            return;
        }
        // Of the window, only the bytes that are decoded are yet to be consumed.
        to.stream().consumed(end - from - length);
        to.data(decoded, 0, length, last);
    }

    @Override
    public void trailers(Fields trailers) {
        data(NOTHING, 0, 0, true);
    }

    @Override
    public void granted(int more) {
        if (!textOut) {
            to.granted(more);
            return;
        }
        long all = (long) BYTES_OF_GROUP * more + fraction;
        fraction = (int) Math.floorMod(all, (long) DIGITS_OF_GROUP);
        to.granted((int) Math.floorDiv(all, (long) DIGITS_OF_GROUP));
    }

    @Override
    public void closed() {
        to.closed();
    }

    @Override
    public void broken(@Nullable ErrorCode code, String why) {
        to.broken(code, why);
    }

    @Override
    public void violated(ErrorCode code, String why) {
        to.violated(code, why);
    }

    @Override
    public void roomChanged() {
        to.roomChanged();
    }

    @Override
    public void check(long now) {
        to.check(now);
    }
}
