package dev.tenstep.rpc.benchmarks.dubbo;

import dev.tenstep.rpc.benchmarks.contender.Contender;
import dev.tenstep.rpc.benchmarks.users.AsyncUsers;
import dev.tenstep.rpc.benchmarks.users.BlockingUsers;
import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.User;
import dev.tenstep.rpc.benchmarks.users.UserClient;
import java.util.concurrent.CompletionStage;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;

/**
 * Dubbo with its defaults, without a registry. One setting differs: its 200 threads have no queue by default, so it
 * would refuse some of 256 outstanding calls.
 */
public final class DubboContender implements Contender {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int QUEUE = 1024;
    private static final int TIMEOUT_MILLIS = 10_000;

    /** Makes one, as ServiceLoader does. */
    public DubboContender() {
        System.setProperty("dubbo.application.logger", "jdk");
    }

    @Override
    public int serve(String variant) throws Exception {
        ProtocolConfig protocol = new ProtocolConfig("dubbo", Contender.freePort());
        protocol.setHost(LOOPBACK);
        protocol.setQueues(QUEUE);
        ServiceConfig<DubboUsers> service = new ServiceConfig<>();
        service.setInterface(DubboUsers.class);
        service.setRef(new DubboUsersOnServer());
        DubboBootstrap.getInstance()
                .application(application())
                .registry(new RegistryConfig(RegistryConfig.NO_AVAILABLE))
                .protocol(protocol)
                .service(service)
                .start();
        return protocol.getPort();
    }

    private static ApplicationConfig application() {
        ApplicationConfig application = new ApplicationConfig("benchmarks");
        application.setQosEnable(false);
        return application;
    }

    @Override
    public ClientEnd connect(String variant, int port) {
        ReferenceConfig<DubboUsers> reference = new ReferenceConfig<>();
        reference.setInterface(DubboUsers.class);
        reference.setUrl("dubbo://" + LOOPBACK + ":" + port);
        reference.setTimeout(TIMEOUT_MILLIS);
        reference.setRetries(0);
        DubboBootstrap.getInstance()
                .application(application())
                .reference(reference)
                .start();
        DubboUsers users = reference.get();
        return new UserClient(new Blocking(users), new Async(users));
    }

    private record Blocking(DubboUsers users) implements BlockingUsers {
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

    private record Async(DubboUsers users) implements AsyncUsers {
        @Override
        public CompletionStage<Boolean> exist(String name) {
            return users.existLater(name);
        }

        @Override
        public CompletionStage<User> echo(User user) {
            return users.echoLater(user);
        }

        @Override
        public CompletionStage<Page> page(int number) {
            return users.pageLater(number);
        }
    }
}
