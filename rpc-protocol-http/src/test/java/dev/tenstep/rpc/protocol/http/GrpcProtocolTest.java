package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.testkit.ProtocolContract;
import java.nio.ByteBuffer;

/** Runs the contract of protocols that share a port. */
final class GrpcProtocolTest implements ProtocolContract {
    @Override
    public String address() {
        return "127.0.0.1:0";
    }

    @Override
    public String protocol() {
        return "grpc";
    }

    @Override
    public byte[] conversation() {
        RawFrames frames = new RawFrames().preface().settings();
        frames.headers(1, false, RawFrames.grpc("ProtocolContract/Next", "application/grpc+tiny"));
        return frames.data(1, true, RawFrames.message(parameters())).bytes();
    }

    @Override
    public byte[] answer() {
        RawFrames frames = new RawFrames().settings(3, 1024, 6, 16 << 10).windowUpdate(0, (4 << 20) - 65_535);
        frames.frame(RawFrames.SETTINGS, 1, 0);
        Fields fields =
                Fields.of("content-type", "application/grpc+tiny", "grpc-accept-encoding", "identity,gzip,zstd");
        byte[] head = Head.response(200, fields).hpack();
        // The first block says that the dynamic table is not used (RFC 7541, section 6.3).
        frames.headers(
                1,
                false,
                ByteBuffer.allocate(head.length + 1).put((byte) 0x20).put(head).array());
        frames.data(1, false, RawFrames.message(result()));
        return frames.headers(
                        1, true, Head.trailers(Fields.of("grpc-status", "0")).hpack())
                .bytes();
    }
}
