package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.testkit.TransportContract;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract over Unix sockets, where Netty has a native transport for them. */
@EnabledOnOs({OS.LINUX, OS.MAC})
final class NettyUnixKernelTest implements TransportContract {
    private final AtomicInteger names = new AtomicInteger();

    @TempDir
    Path folder;

    @Override
    public String address() {
        return "unix:" + folder.resolve(names.incrementAndGet() + ".sock");
    }
}
