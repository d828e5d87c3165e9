package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tests that a failure to accept is logged where that is possible, and harms nothing. */
final class RefusedAcceptsTest {

    @Test
    void failureToAcceptIsLogged() {
        Logger log = LoggerFactory.getLogger(RefusedAcceptsTest.class);
        EmbeddedChannel listener = new EmbeddedChannel(new RefusedAccepts(log, "127.0.0.1:9090"));
        try (Logged logged = new Logged(RefusedAcceptsTest.class)) {
            listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
            assertThat(logged.count("WARN 127.0.0.1:9090: no connection can be accepted", "Too many open files"))
                    .isEqualTo(1);
        }
    }

    @Test
    void failureToLogDoesNotEndTheEventLoop() {
        List<String> asked = new ArrayList<>();
        Logger broken = (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (log, method, a) -> {
                    asked.add(method.getName());
                    throw new NoClassDefFoundError("what needs a file descriptor");
                });
        EmbeddedChannel listener = new EmbeddedChannel(new RefusedAccepts(broken, "127.0.0.1:9090"));
        assertThatCode(() -> {
                    listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
                    listener.checkException();
                })
                .doesNotThrowAnyException();
        assertThat(asked).containsExactly("warn");
    }
}
