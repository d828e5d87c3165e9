package dev.tenstep.rpc.testkit;

import java.util.concurrent.atomic.AtomicInteger;

final class InprocKernelTest implements KernelContract {
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Override
    public String address() {
        return "inproc:kernel-" + NAMES.incrementAndGet();
    }
}
