package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for the tests of a class, with a bystander: a client with its own connection that keeps calling. A test
 * fails if one of the bystander's calls did, or if there were none.
 */
public final class Served implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final long PAUSE_NANOS = 200_000;
    private static final int ENOUGH = 3;

    private final KernelSettings settings;
    private final ProbeHandler handler = new ProbeHandler();
    private final StreamProbeHandler streams = new StreamProbeHandler();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Thread bystander = new Thread(this::callAllTheTime, "bystander");
    private RpcServer server;
    private RpcClient client;
    private volatile boolean over;
    private int callsBefore;

    public Served(KernelSettings settings) {
        this.settings = settings;
    }

    public static RpcServer.Builder server(KernelSettings settings, Probe handler) {
        return server("127.0.0.1:0", settings, handler);
    }

    public static RpcServer.Builder server(String address, KernelSettings settings, Probe handler) {
        return RpcServer.builder()
                .listen(address)
                .serializer(new TinySerializer())
                .settings(settings)
                .drain(Duration.ofSeconds(2))
                .service(Probe.class, handler);
    }

    public static RpcClient.Builder client(String address, KernelSettings settings) {
        return RpcClient.builder()
                .to(address)
                .serializer(new TinySerializer())
                .settings(settings)
                .deadline(Eventually.LONG);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = server(settings, handler).service(StreamProbe.class, streams).start();
        client = client(server.address(), KernelSettings.DEFAULT).build();
        bystander.setDaemon(true);
        bystander.start();
        Eventually.until("the bystander calls", () -> calls.get() > ENOUGH);
    }

    private void callAllTheTime() {
        Probe probe = client.stub(Probe.class);
        while (!over) {
            try {
                int number = calls.get();
                int next = probe.nextAtOnce(number)
                        .toCompletableFuture()
                        .get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
                assertThat(next).isEqualTo(number + 1);
                calls.incrementAndGet();
            } catch (Throwable e) {
                failures.add(e);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        callsBefore = calls.get();
        streams.forget();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        handler.letGo();
        Eventually.until(
                "the bystander goes on calling", () -> calls.get() >= callsBefore + ENOUGH || !failures.isEmpty());
        assertThat(failures).as("calls of the bystander that failed").isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        over = true;
        bystander.join(Eventually.LONG.toMillis());
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    public RpcServer server() {
        return server;
    }

    /** Returns the server's address. */
    public String address() {
        return server.address();
    }

    public StreamProbeHandler streams() {
        return streams;
    }

    public ProbeHandler handler() {
        return handler;
    }
}
