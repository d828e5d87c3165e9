package dev.tenstep.rpc.testkit;

import java.util.concurrent.atomic.AtomicInteger;

final class InprocReactiveStreamsTest implements ReactiveStreamsContract {
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Override
    public String address() {
        return "inproc:rules-" + NAMES.incrementAndGet();
    }
}
