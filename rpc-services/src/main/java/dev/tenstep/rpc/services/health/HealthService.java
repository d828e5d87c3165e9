package dev.tenstep.rpc.services.health;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.ServiceContract;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The statuses of a server's services, set by its code and served as {@link Health}.
 *
 * <pre>{@code
 * HealthService health = HealthService.of(Users.class, Orders.class);   // SERVING, until set otherwise
 * RpcServer server = RpcServer.builder()
 *         .service(Health.class, health)
 *         .service(Users.class, users)
 *         .service(Orders.class, orders)
 *         .beforeDrain(health::shutDown)   // NOT_SERVING while the server drains
 *         ...
 * health.set("acme.Users", ServingStatus.NOT_SERVING);
 * }</pre>
 *
 * <p>Any thread; the statuses and the watchers are guarded by the monitor.
 */
public final class HealthService implements Health {
    /** The name of the server as a whole. */
    public static final String SERVER = "";

    private final Map<String, ServingStatus> statuses = new TreeMap<>();
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private boolean shutDown;

    /** Makes one in which the server as a whole is served, and no service is known. */
    public HealthService() {
        statuses.put(SERVER, ServingStatus.SERVING);
    }

    /**
     * Makes one in which the server as a whole, these services and {@link Health} itself are served.
     *
     * @param services interfaces marked {@link dev.tenstep.rpc.contract.RpcService}
     * @throws dev.tenstep.rpc.contract.ContractException if one cannot be served
     */
    public static HealthService of(Class<?>... services) {
        HealthService health = new HealthService();
        health.set(ServiceContract.of(Health.class).name(), ServingStatus.SERVING);
        for (Class<?> each : services) {
            health.set(ServiceContract.of(each).name(), ServingStatus.SERVING);
        }
        return health;
    }

    /** Sets a service's status, unless all are {@link #shutDown}. */
    public void set(String service, ServingStatus status) {
        requireNonNull(service, "service");
        requireNonNull(status, "status");
        List<Watcher> changed;
        synchronized (this) {
            if (shutDown) {
                return;
            }
            statuses.put(service, status);
            changed = watchersOf(service);
        }
        changed.forEach(Watcher::signal);
    }

    /** Removes a service: checks no longer find it. */
    public void remove(String service) {
        List<Watcher> changed;
        synchronized (this) {
            statuses.remove(service);
            changed = watchersOf(service);
        }
        changed.forEach(Watcher::signal);
    }

    /** Sets all statuses to NOT_SERVING, for good. */
    public void shutDown() {
        List<Watcher> changed;
        synchronized (this) {
            shutDown = true;
            statuses.replaceAll((service, status) -> ServingStatus.NOT_SERVING);
            changed = new ArrayList<>(watchers);
        }
        changed.forEach(Watcher::signal);
    }

    private List<Watcher> watchersOf(String service) {
        return watchers.stream().filter(each -> each.service.equals(service)).toList();
    }

    private synchronized @Nullable ServingStatus status(String service) {
        return statuses.get(service);
    }

    @Override
    public HealthCheckResponse check(HealthCheckRequest request) {
        ServingStatus status = status(request.service());
        if (status == null) {
            throw new RpcException(StatusCode.NOT_FOUND, "unknown service: " + request.service());
        }
        return new HealthCheckResponse(status);
    }

    @Override
    public synchronized HealthListResponse list(HealthListRequest request) {
        Map<String, HealthCheckResponse> all = new TreeMap<>();
        statuses.forEach((service, status) -> all.put(service, new HealthCheckResponse(status)));
        return new HealthListResponse(all);
    }

    @Override
    public Flow.Publisher<HealthCheckResponse> watch(HealthCheckRequest request) {
        return subscriber -> {
            Watcher watcher = new Watcher(request.service(), subscriber);
            synchronized (this) {
                watchers.add(watcher);
            }
            subscriber.onSubscribe(watcher);
            watcher.signal();
        };
    }

    /**
     * A subscriber to a service's status: it gets the latest one, and skips those that it has not asked for in time. The
     * fields are guarded by its monitor, and one thread at a time signals.
     */
    private final class Watcher implements Flow.Subscription {
        private final String service;
        private final Flow.Subscriber<? super HealthCheckResponse> subscriber;
        private @Nullable ServingStatus sent;
        private long wanted;
        private boolean signalling;
        private boolean again;
        private boolean cancelled;

        Watcher(String service, Flow.Subscriber<? super HealthCheckResponse> subscriber) {
            this.service = service;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                cancel();
                subscriber.onError(new IllegalArgumentException("request: " + n + " (expected: 1 or more)"));
                return;
            }
            synchronized (this) {
                wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
            }
            signal();
        }

        @Override
        public void cancel() {
            synchronized (this) {
                cancelled = true;
            }
            synchronized (HealthService.this) {
                watchers.remove(this);
            }
        }

        void signal() {
            synchronized (this) {
                again = true;
                if (signalling) {
                    return;
                }
                signalling = true;
            }
            for (ServingStatus next = next(); next != null; next = next()) {
                subscriber.onNext(new HealthCheckResponse(next));
            }
        }

        /** Returns a status to send now; null if there is none, and nobody signals any more. */
        private @Nullable ServingStatus next() {
            while (true) {
                synchronized (this) {
                    again = false;
                }
                ServingStatus found = status(service);
                ServingStatus now = found == null ? ServingStatus.SERVICE_UNKNOWN : found;
                synchronized (this) {
                    if (!cancelled && wanted > 0 && now != sent) {
                        sent = now;
                        wanted--;
                        return now;
                    }
                    if (!again) {
                        signalling = false;
                        return null;
                    }
                }
            }
        }
    }
}
