package dev.tenstep.rpc.inproc;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.ServerKernel;
import dev.tenstep.rpc.server.Services;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** The server's half: a name, and the calls that are being answered. Safe for use by many threads. */
final class InprocServerKernel implements ServerKernel {
    private static final long POLL_NANOS = 1_000_000;

    private final String address;
    private final Services services;
    private final KernelSettings settings;
    private final Set<InprocCall> running = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    InprocServerKernel(String address, Services services, KernelSettings settings) {
        this.address = address;
        this.services = services;
        this.settings = settings;
    }

    Services services() {
        return services;
    }

    KernelSettings settings() {
        return settings;
    }

    /** Accepts a call, or fails it with a reason. */
    boolean take(InprocCall call) {
        running.add(call);
        if (draining) {
            running.remove(call);
            return false;
        }
        return true;
    }

    void answered(InprocCall call) {
        running.remove(call);
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public void drain() {
        draining = true;
        InprocKernels.remove(this);
    }

    @Override
    public int close(Duration patience) {
        drain();
        long end = System.nanoTime() + patience.toNanos();
        while (!running.isEmpty() && System.nanoTime() < end) {
            running.removeIf(InprocCall::orphaned);
            LockSupport.parkNanos(POLL_NANOS);
        }
        int unanswered = running.size();
        RpcException closed = new RpcException(StatusCode.UNAVAILABLE, "the server at " + address + " was closed");
        running.forEach(call -> call.endHere(closed));
        return unanswered;
    }
}
