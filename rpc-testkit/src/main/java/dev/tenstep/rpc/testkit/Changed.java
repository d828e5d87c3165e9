package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.kernel.KernelSettings;

/** Settings with one of them changed. */
final class Changed {
    private Changed() {}

    static KernelSettings maxMessage(KernelSettings s, int bytes) {
        return of(s, bytes, s.maxMetadata(), s.maxInFlight(), s.transport());
    }

    static KernelSettings maxMetadata(KernelSettings s, int bytes) {
        return of(s, s.maxMessage(), bytes, s.maxInFlight(), s.transport());
    }

    static KernelSettings maxInFlight(KernelSettings s, int calls) {
        return of(s, s.maxMessage(), s.maxMetadata(), calls, s.transport());
    }

    static KernelSettings transport(KernelSettings s, String name) {
        return of(s, s.maxMessage(), s.maxMetadata(), s.maxInFlight(), name);
    }

    private static KernelSettings of(
            KernelSettings s, int maxMessage, int maxMetadata, int maxInFlight, String transport) {
        return new KernelSettings(
                maxMessage,
                maxMetadata,
                maxInFlight,
                s.maxUndecoded(),
                s.maxHeld(),
                s.maxUnwritten(),
                s.maxConnections(),
                s.connectTimeout(),
                s.helloTimeout(),
                s.keepAlive(),
                s.keepAliveTimeout(),
                s.progressTimeout(),
                s.messageTimeout(),
                s.idleTimeout(),
                s.eventLoops(),
                transport);
    }
}
