package dev.tenstep.rpc.compression.lz4;

import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.testkit.CompressorContract;

final class Lz4CompressorTest implements CompressorContract {
    @Override
    public Compressor compressor() {
        return new Lz4Compressor();
    }
}
