package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.compression.GzipCompressor;

/** Here and not beside it, since the suite is here. */
final class GzipCompressorTest implements CompressorContract {
    @Override
    public Compressor compressor() {
        return new GzipCompressor();
    }
}
