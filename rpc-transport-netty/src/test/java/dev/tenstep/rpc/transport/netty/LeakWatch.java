package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.testkit.Eventually;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class if a buffer was garbage-collected without having been released. JUnit loads it by ServiceLoader
 * before the first class of Netty, since leak detectors are created only once.
 */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @SuppressWarnings("deprecation")
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int interval, long maxActive) {
                return new Reporting<>(type, interval);
            }
        });
    }

    /** For JUnit. */
    public LeakWatch() {}

    private static final class Reporting<T> extends ResourceLeakDetector<T> {
        Reporting(Class<?> type, int interval) {
            super(type, interval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
            LEAKS.add(type + " was not released:" + records);
        }

        @Override
        protected void reportUntracedLeak(String type) {
            LEAKS.add(type + " was not released");
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assertThat(ResourceLeakDetector.getLevel())
                .as("io.netty.leakDetection.level")
                .isEqualTo(ResourceLeakDetector.Level.PARANOID);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(leaks()).as("buffers that leaked in or before this class").isEmpty();
    }

    /** Returns the leaks since the last call. */
    static Queue<String> leaks() {
        collect();
        // Detectors check for collected buffers whenever a buffer is allocated.
        ByteBuf probe = UnpooledByteBufAllocator.DEFAULT.directBuffer(1);
        probe.release();
        Queue<String> found = new ConcurrentLinkedQueue<>(LEAKS);
        LEAKS.clear();
        return found;
    }

    /** Waits for two garbage collections, so that the findings of the first are in the detectors' queues. */
    private static void collect() {
        for (int i = 0; i < 2; i++) {
            ReferenceQueue<Object> collected = new ReferenceQueue<>();
            WeakReference<Object> witness = new WeakReference<>(new Object(), collected);
            System.gc();
            Eventually.until("the collected buffer is reported", () -> collected.poll() == witness);
        }
    }
}
