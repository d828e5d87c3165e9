package dev.tenstep.rpc.benchmarks.trials;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Streams of blocks, as many as wanted and as fast as they are consumed. */
@RpcService
interface Firehose {
    Flow.Publisher<byte[]> publish(int blocks, int size);

    Stream<byte[]> list(int blocks, int size);

    /** Consumes the blocks at that many bytes a second, 0 for as fast as it can; returns the number of bytes. */
    CompletableFuture<Long> takePublished(long bytesPerSecond, Flow.Publisher<byte[]> blocks);

    long take(long bytesPerSecond, Stream<byte[]> blocks);

    /** Returns the blocks as they come, and takes one only when another is consumed. */
    Flow.Publisher<byte[]> echo(Flow.Publisher<byte[]> blocks);

    /** The handler. */
    final class Handler implements Firehose {
        @Override
        public Flow.Publisher<byte[]> publish(int blocks, int size) {
            return new Blocks(blocks, size);
        }

        @Override
        public Stream<byte[]> list(int blocks, int size) {
            return stream(blocks, size);
        }

        @Override
        public CompletableFuture<Long> takePublished(long bytesPerSecond, Flow.Publisher<byte[]> blocks) {
            SlowTaker taker = new SlowTaker(bytesPerSecond);
            blocks.subscribe(taker);
            return taker.total();
        }

        @Override
        public long take(long bytesPerSecond, Stream<byte[]> blocks) {
            SlowTaker taker = new SlowTaker(bytesPerSecond);
            blocks.forEach(taker::take);
            return taker.taken();
        }

        @Override
        public Flow.Publisher<byte[]> echo(Flow.Publisher<byte[]> blocks) {
            return blocks;
        }
    }

    /** Returns that many blocks, each made when it is consumed. */
    static Stream<byte[]> stream(int blocks, int size) {
        return IntStream.range(0, blocks).mapToObj(i -> block(i, size));
    }

    /** Returns the block of a number. */
    static byte[] block(int number, int size) {
        byte[] block = new byte[size];
        block[0] = (byte) number;
        return block;
    }
}
