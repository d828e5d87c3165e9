package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests a client that takes longer to read a reply than a connection may be idle: it is slow, not idle. */
final class SlowReaderTest {
    private static final int LARGE = 4_000_000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final KernelSettings IMPATIENT =
            KernelSettings.DEFAULT.withIdleTimeout(Duration.ofSeconds(2)).withProgressTimeout(Duration.ofMillis(500));

    @RegisterExtension
    static final Served SERVED = new Served(IMPATIENT);

    @Test
    void slowlyReadReplyIsCompleteBeforeTheConnectionCountsAsIdle() throws IOException {
        try (RawPeer slow = RawPeer.narrow(SERVED.address())) {
            slow.send(
                    Bytes.PREFACE,
                    Frames.hello().build(),
                    Frames.declare().number(0).method("Probe.text").build(),
                    Frames.request()
                            .method(0)
                            .call(1)
                            .message(Bytes.tinyParameters(LARGE))
                            .build());
            slow.readPreface();
            slow.read(1);
            RawPeer.Frame reply = slow.read(4);
            int total = reply.u32(5);
            int got = reply.fields().length - 9;
            while (got < total) {
                LockSupport.parkNanos(PAUSE_NANOS);
                got += slow.read(6).fields().length - 4;
            }
            assertThat(got).isEqualTo(total).isGreaterThan(LARGE);
            assertThat(slow.read(10).u8(1)).as("reason").isEqualTo(4);
        }
    }
}
