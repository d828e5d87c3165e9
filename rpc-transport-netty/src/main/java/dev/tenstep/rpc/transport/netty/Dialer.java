package dev.tenstep.rpc.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to an endpoint. Resolves the host name, outside the event loop because that may take seconds, and tries the
 * addresses in turn. Event loop only.
 */
final class Dialer {
    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

    private final Bootstrap bootstrap;
    private final EventLoop loop;
    private final SocketAddress address;
    private final Names names;
    private boolean closed;

    /** Resolves a host name to at least one address; may block. */
    interface Names {
        InetAddress[] find(String host) throws UnknownHostException;
    }

    /**
     * Makes a dialer for one address.
     *
     * @param bootstrap the bootstrap of connections, whose handler is notified of success
     * @param address a path, or an unresolved host
     */
    Dialer(Bootstrap bootstrap, EventLoop loop, SocketAddress address, Names names) {
        this.bootstrap = bootstrap.group(loop).disableResolver();
        this.loop = loop;
        this.address = address;
        this.names = names;
    }

    /** Makes a connection, or always reports a failure. */
    void dial(Consumer<Throwable> failed) {
        try {
            if (!(address instanceof InetSocketAddress inet)) {
                connect(List.of(address).iterator(), failed);
                return;
            }
            InetAddress literal = NetUtil.createInetAddressFromIpAddressString(inet.getHostString());
            if (literal != null) {
                connect(addresses(inet, literal), failed);
                return;
            }
            Thread resolver = new Thread(() -> resolve(inet, failed), "rpc-resolver");
            resolver.setDaemon(true);
            resolver.start();
        } catch (RuntimeException | Error e) {
            unexpected(e, failed);
        }
    }

    private void resolve(InetSocketAddress inet, Consumer<Throwable> failed) {
        try {
            try {
                InetAddress[] found = names.find(inet.getHostString());
                loop.execute(() -> connect(addresses(inet, found), failed));
            } catch (UnknownHostException e) {
                loop.execute(() -> failed.accept(e));
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: closed meanwhile", inet, e);
        } catch (RuntimeException | Error e) {
            loop.execute(() -> unexpected(e, failed));
        }
    }

    /** Reports an unexpected failure, which may be temporary. */
    private void unexpected(Throwable cause, Consumer<Throwable> failed) {
        LOG.warn("{}: an unexpected failure to connect", address, cause);
        failed.accept(cause);
    }

    private static Iterator<SocketAddress> addresses(InetSocketAddress inet, InetAddress... hosts) {
        return Arrays.stream(hosts)
                .<SocketAddress>map(host -> new InetSocketAddress(host, inet.getPort()))
                .iterator();
    }

    private void connect(Iterator<? extends SocketAddress> addresses, Consumer<Throwable> failed) {
        if (closed) {
            failed.accept(new IOException("closed"));
            return;
        }
        try {
            bootstrap.connect(addresses.next()).addListener(done -> {
                if (!done.isSuccess() && addresses.hasNext()) {
                    connect(addresses, failed);
                } else if (!done.isSuccess()) {
                    failed.accept(done.cause());
                }
            });
        } catch (RuntimeException | Error e) {
            unexpected(e, failed);
        }
    }

    /** Stops connecting. */
    void close() {
        closed = true;
    }
}
