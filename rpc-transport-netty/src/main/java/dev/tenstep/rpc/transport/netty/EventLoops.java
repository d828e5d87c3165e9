package dev.tenstep.rpc.transport.netty;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Event loops that outlive what is thrown in them, as an OutOfMemoryError is anywhere: Netty's own would end, and with them all
 * that their connections wait for, while the process goes on to listen. A round that fails is logged, and the next begins. A
 * loop that does nothing but fail for {@value #PATIENCE_SECONDS} s ends: whoever made it sees to that by
 * {@link io.netty.channel.EventLoop#terminationFuture()}.
 */
final class EventLoops extends MultiThreadIoEventLoopGroup {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final long PATIENCE_SECONDS = 10;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Makes as many threads of that name. */
    EventLoops(int threads, String name, IoHandlerFactory network) {
        super(threads, new DefaultThreadFactory(name, true), network);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory network, Object... args) {
        return new Loop(this, executor, network);
    }

    /** One of them; its state is its thread's. */
    private static final class Loop extends SingleThreadIoEventLoop {
        private boolean fails;
        private long failsSince;

        Loop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory network) {
            super(parent, executor, network);
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

        /** A task that throws is logged by Netty, unless there is no memory for that either. */
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
            } else if (now - failsSince > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new IllegalStateException("an event loop that only fails", failure);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }

        private static void report(Throwable failure) {
            try {
                LOG.error(
                        "{} goes on after an unexpected failure",
                        Thread.currentThread().getName(),
                        failure);
            } catch (RuntimeException | Error e) {
                // There is no memory for the line. What matters is that the loop goes on.
            }
        }
    }
}
