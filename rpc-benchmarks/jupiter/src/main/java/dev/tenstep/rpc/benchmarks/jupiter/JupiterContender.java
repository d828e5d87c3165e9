package dev.tenstep.rpc.benchmarks.jupiter;

import dev.tenstep.rpc.benchmarks.contender.Contender;
import dev.tenstep.rpc.benchmarks.users.AsyncUsers;
import dev.tenstep.rpc.benchmarks.users.BlockingUsers;
import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.User;
import dev.tenstep.rpc.benchmarks.users.UserClient;
import java.util.concurrent.CompletionStage;
import org.jupiter.rpc.DefaultClient;
import org.jupiter.rpc.DefaultServer;
import org.jupiter.rpc.InvokeType;
import org.jupiter.rpc.JClient;
import org.jupiter.rpc.JServer;
import org.jupiter.rpc.consumer.ProxyFactory;
import org.jupiter.rpc.consumer.future.InvokeFutureContext;
import org.jupiter.transport.UnresolvedAddress;
import org.jupiter.transport.UnresolvedSocketAddress;
import org.jupiter.transport.netty.JNettyTcpAcceptor;
import org.jupiter.transport.netty.JNettyTcpConnector;

/** Jupiter as its own benchmark sets it up (no tracing), but with one connection. */
public final class JupiterContender implements Contender {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int TIMEOUT_MILLIS = 10_000;

    /** Makes one, as ServiceLoader does. */
    public JupiterContender() {
        System.setProperty("jupiter.tracing.needed", "false");
    }

    @Override
    public int serve(String variant) throws Exception {
        int port = Contender.freePort();
        JServer server = new DefaultServer().withAcceptor(new JNettyTcpAcceptor(port));
        server.serviceRegistry().provider(new JupiterUsersOnServer()).register();
        server.start(false);
        return port;
    }

    @Override
    public ClientEnd connect(String variant, int port) {
        JClient client = new DefaultClient().withConnector(new JNettyTcpConnector());
        UnresolvedAddress address = new UnresolvedSocketAddress(LOOPBACK, port);
        client.connector().connect(address);
        JupiterUsers blocking = stub(client, address, InvokeType.SYNC);
        JupiterUsers async = stub(client, address, InvokeType.ASYNC);
        return new UserClient(new Blocking(blocking), new Async(async));
    }

    private static JupiterUsers stub(JClient client, UnresolvedAddress address, InvokeType type) {
        return ProxyFactory.factory(JupiterUsers.class)
                .version("1.0.0")
                .client(client)
                .addProviderAddress(address)
                .invokeType(type)
                .timeoutMillis(TIMEOUT_MILLIS)
                .newProxyInstance();
    }

    private record Blocking(JupiterUsers users) implements BlockingUsers {
        @Override
        public Boolean exist(String name) {
            return users.exist(name);
        }

        @Override
        public User echo(User user) {
            return users.echo(user);
        }

        @Override
        public Page page(int number) {
            return users.page(number);
        }
    }

    /** The stub returns null and leaves the future in a thread local. */
    private record Async(JupiterUsers users) implements AsyncUsers {
        @Override
        public CompletionStage<Boolean> exist(String name) {
            var unused = users.exist(name);
            return InvokeFutureContext.future(Boolean.class);
        }

        @Override
        public CompletionStage<User> echo(User user) {
            var unused = users.echo(user);
            return InvokeFutureContext.future(User.class);
        }

        @Override
        public CompletionStage<Page> page(int number) {
            var unused = users.page(number);
            return InvokeFutureContext.future(Page.class);
        }
    }
}
