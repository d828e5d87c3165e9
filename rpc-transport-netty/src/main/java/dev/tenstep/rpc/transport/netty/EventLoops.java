package dev.tenstep.rpc.transport.netty;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Event loops that survive anything thrown in them, such as an OutOfMemoryError. Netty's own loops would terminate and
 * strand their connections, while the process goes on listening. A failed iteration is logged and the loop continues. A
 * loop that does nothing but fail for some time terminates and notifies its owner.
 */
final class EventLoops extends MultiThreadIoEventLoopGroup {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Makes that many threads. {@code ended} runs in the thread of a loop that is about to terminate. */
    EventLoops(int threads, ThreadFactory factory, IoHandlerFactory network, Duration patience, Runnable ended) {
        super(threads, factory, network, patience.toNanos(), ended);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory network, Object... args) {
        return new Loop(this, executor, network, (Long) args[0], (Runnable) args[1]);
    }

    /** One event loop; its state is confined to its thread. */
    private static final class Loop extends SingleThreadIoEventLoop {
        private final long patienceNanos;
        private final Runnable ended;
        private boolean fails;
        private long failsSince;

        Loop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory network, long patienceNanos, Runnable ended) {
            super(parent, executor, network);
            this.patienceNanos = patienceNanos;
            this.ended = ended;
        }

        @Override
        protected int runIo() {
            try {
                int done = super.runIo();
                fails = false;
                return done;
            } catch (RuntimeException | Error e) {
                outlive(e);
                return 0;
            }
        }

        /** Survives a task that throws. Netty logs such a failure, unless there is no memory for that either. */
        @Override
        protected boolean runAllTasks(long nanos) {
            try {
                return super.runAllTasks(nanos);
            } catch (RuntimeException | Error e) {
                report(e);
                return true;
            }
        }

        private void outlive(Throwable failure) {
            long now = System.nanoTime();
            if (!fails) {
                fails = true;
                failsSince = now;
                report(failure);
            } else if (now - failsSince > patienceNanos) {
                try {
                    ended.run();
                } catch (RuntimeException | Error e) {
                    failure.addSuppressed(e);
                }
                throw new IllegalStateException("an event loop that only fails", failure);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }

        private static void report(Throwable failure) {
            try {
                LOG.error(
                        "{} continues after an unexpected failure",
                        Thread.currentThread().getName(),
                        failure);
            } catch (RuntimeException | Error e) {
                // There is no memory for the log line. What matters is that the loop goes on.
            }
        }
    }
}
