package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HpackTable;
import dev.tenstep.rpc.testkit.ProtocolContract;

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
        HpackTable table = new HpackTable();
        frames.headers(1, false, table.block(Head.response(200, fields).asLasting()));
        frames.data(1, false, RawFrames.message(result()));
        Head trailers = Head.trailers(Fields.of("grpc-status", "0")).asLasting();
        return frames.headers(1, true, table.block(trailers)).bytes();
    }
}
