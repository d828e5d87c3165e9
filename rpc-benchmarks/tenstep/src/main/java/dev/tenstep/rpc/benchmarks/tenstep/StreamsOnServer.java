package dev.tenstep.rpc.benchmarks.tenstep;

import dev.tenstep.rpc.benchmarks.users.Samples;
import dev.tenstep.rpc.benchmarks.users.User;
import java.util.concurrent.Flow;

/** Streams data from memory. */
final class StreamsOnServer implements UserStreams, NonBlockingUserStreams {
    @Override
    public Flow.Publisher<User> users(int count) {
        return new Counted<>(count, Samples::user);
    }

    @Override
    public Flow.Publisher<byte[]> blocks(int count, int size) {
        byte[] block = new byte[size];
        return new Counted<>(count, i -> block);
    }
}
