package dev.tenstep.rpc.benchmarks.turbo;

import dev.tenstep.rpc.benchmarks.contender.Contender;
import dev.tenstep.rpc.benchmarks.users.AsyncUsers;
import dev.tenstep.rpc.benchmarks.users.BlockingUsers;
import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.User;
import dev.tenstep.rpc.benchmarks.users.UserClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import rpc.turbo.client.TurboClient;
import rpc.turbo.config.HostPort;
import rpc.turbo.config.client.AppConfig;
import rpc.turbo.config.client.ClientConfig;
import rpc.turbo.config.server.ServerConfig;
import rpc.turbo.discover.DirectConnectDiscover;
import rpc.turbo.invoke.ServerInvokerFactory;
import rpc.turbo.serialization.kryo.KryoSerializer;
import rpc.turbo.server.TurboServer;

/** One application, one server, one connection. Blocking calls wait for the future, since there is no other way. */
public final class TurboContender implements Contender {
    private static final String GROUP = "benchmarks";
    private static final String APP = "users";
    private static final String LOOPBACK = "127.0.0.1";

    /** Makes one, as ServiceLoader does. */
    public TurboContender() {}

    @Override
    @SuppressWarnings("resource") // it serves until the process ends
    public int serve(String variant) throws Exception {
        ServerConfig config = new ServerConfig(GROUP, APP);
        config.setSerializer(KryoSerializer.class.getName());
        TurboServer server = new TurboServer(config, new ServerInvokerFactory(GROUP, APP));
        server.registerService(Map.of(TurboUsers.class, new TurboUsersOnServer()));
        int port = Contender.freePort();
        server.startRpcServer(new HostPort(LOOPBACK, port));
        return port;
    }

    @Override
    @SuppressWarnings("resource") // it is connected until the process ends
    public ClientEnd connect(String variant, int port) {
        DirectConnectDiscover discover = new DirectConnectDiscover();
        discover.init(List.of(new HostPort(LOOPBACK, port)));
        AppConfig app = new AppConfig();
        app.setGroup(GROUP);
        app.setApp(APP);
        app.setSerializer(KryoSerializer.class.getName());
        app.setConnectPerServer(1);
        app.setDiscover(discover);
        ClientConfig config = new ClientConfig();
        config.setAppConfigList(List.of(app));
        TurboClient client = new TurboClient(config);
        client.register(TurboUsers.class);
        TurboUsers users = client.getService(TurboUsers.class);
        return new UserClient(new Blocking(users), new Async(users));
    }

    private record Blocking(TurboUsers users) implements BlockingUsers {
        @Override
        public Boolean exist(String name) {
            return users.exist(name).join();
        }

        @Override
        public User echo(User user) {
            return users.echo(user).join();
        }

        @Override
        public Page page(int number) {
            return users.page(number).join();
        }
    }

    private record Async(TurboUsers users) implements AsyncUsers {
        @Override
        public CompletionStage<Boolean> exist(String name) {
            return users.exist(name);
        }

        @Override
        public CompletionStage<User> echo(User user) {
            return users.echo(user);
        }

        @Override
        public CompletionStage<Page> page(int number) {
            return users.page(number);
        }
    }
}
