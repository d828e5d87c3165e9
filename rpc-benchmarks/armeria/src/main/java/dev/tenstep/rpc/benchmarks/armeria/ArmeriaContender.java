package dev.tenstep.rpc.benchmarks.armeria;

import com.linecorp.armeria.server.Server;
import dev.tenstep.rpc.benchmarks.contender.Contender;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Armeria with its defaults: its event loops call the service, and it logs no accesses. */
public final class ArmeriaContender implements Contender {
    /** Makes one, as ServiceLoader does. */
    public ArmeriaContender() {}

    @Override
    @SuppressWarnings("resource") // it serves until the process ends
    public int serve(String variant) {
        Server server = Server.builder()
                .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .annotatedService(new ArmeriaUsers())
                .build();
        server.start().join();
        return server.activeLocalPort();
    }

    @Override
    public ClientEnd connect(String variant, int port) {
        throw new UnsupportedOperationException("a server only");
    }
}
