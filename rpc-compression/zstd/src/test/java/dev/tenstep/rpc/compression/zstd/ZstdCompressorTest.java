package dev.tenstep.rpc.compression.zstd;

import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.testkit.CompressorContract;

final class ZstdCompressorTest implements CompressorContract {
    @Override
    public Compressor compressor() {
        return new ZstdCompressor();
    }
}
