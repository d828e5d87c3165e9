package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.KernelSettings;
import dev.tenstep.rpc.testkit.KernelContract;
import io.netty.channel.uring.IoUring;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Over Unix sockets by io_uring, where the system has it and lets processes use it. */
@EnabledIf("available")
final class NettyUringUnixKernelTest implements KernelContract {
    private final AtomicInteger names = new AtomicInteger();

    @TempDir
    Path folder;

    static boolean available() {
        return IoUring.isAvailable();
    }

    @Override
    public String address() {
        return "unix:" + folder.resolve(names.incrementAndGet() + ".sock");
    }

    @Override
    public KernelSettings settings() {
        return Settings.with("transport", "io_uring");
    }
}
