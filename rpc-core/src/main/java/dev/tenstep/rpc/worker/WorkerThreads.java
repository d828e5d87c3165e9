package dev.tenstep.rpc.worker;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The factory of workers: virtual threads if the JVM has them (21 and later), else platform daemon threads. */
public final class WorkerThreads {
    private WorkerThreads() {}

    static boolean virtual() {
        return Runtime.version().feature() >= 21;
    }

    public static ThreadFactory factory(String name) {
        if (virtual()) {
            try {
                return virtualFactory(name);
            } catch (Throwable e) {
                throw new IllegalStateException("a JVM " + Runtime.version() + " without virtual threads", e);
            }
        }
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The factory {@code Thread.ofVirtual().name(name + "-", 0).factory()}, which a Java 17 compiler does not know. */
    private static ThreadFactory virtualFactory(String name) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> builderType = Class.forName("java.lang.Thread$Builder$OfVirtual");
        MethodHandle ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builderType));
        MethodHandle named =
                lookup.findVirtual(builderType, "name", MethodType.methodType(builderType, String.class, long.class));
        MethodHandle factory = lookup.findVirtual(builderType, "factory", MethodType.methodType(ThreadFactory.class));
        return (ThreadFactory) factory.invoke(named.invoke(ofVirtual.invoke(), name + "-", 0L));
    }
}
