package dev.tenstep.rpc.cluster;

import dev.tenstep.rpc.worker.Timer;
import dev.tenstep.rpc.worker.TimerThread;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list of endpoints as a target spells it, in which a host name with several addresses stands for all of them. If a
 * name has addresses of both families, those of the larger family count (IPv4 on a tie): a machine with one of each is
 * one endpoint. A name with one address stays as it is, and its kernel looks it up for each connection.
 *
 * <p>Names are looked up when the first call is made, then every 30 seconds, and when an endpoint cannot be reached, at
 * most once a second. A failed look-up changes nothing. Safe for use by many threads.
 */
public final class HostNames implements Resolver {
    private static final Logger LOG = LoggerFactory.getLogger(HostNames.class);
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A host and a port; an IP address is not a name, and neither is localhost, which is always this machine. */
    private static final Pattern NAME_AND_PORT =
            Pattern.compile("(?!(?i:localhost):)([^:/\\[\\]]*[A-Za-z_][^:/\\[\\]]*)(:\\d+)");

    private final List<String> addresses;
    private final boolean anyName;
    private final Names names;
    private final Timer timer;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Listener listener;
    private volatile List<Endpoint> reported = List.of();
    private volatile long lookedNanos;
    private volatile boolean periodic;
    private volatile boolean closed;

    /** Finds a host's addresses, at least one; may block. */
    interface Names {
        InetAddress[] find(String host) throws UnknownHostException;
    }

    /** Makes a resolver for addresses of the form that {@link Endpoint} has. */
    public HostNames(List<String> addresses) {
        this(addresses, InetAddress::getAllByName, new TimerThread());
    }

    HostNames(List<String> addresses, Names names, Timer timer) {
        this.addresses = List.copyOf(addresses);
        this.anyName = this.addresses.stream().anyMatch(HostNames::isName);
        this.names = names;
        this.timer = timer;
        this.lookedNanos = timer.nanoTime() - SHORTEST_NANOS;
    }

    /** Returns whether an address has a host name that may stand for several endpoints. */
    public static boolean isName(String address) {
        return NAME_AND_PORT.matcher(address).matches();
    }

    @Override
    public void start(Listener newListener) {
        listener = newListener;
        tell(addresses.stream().map(Endpoint::of).toList());
    }

    private void tell(List<Endpoint> found) {
        Listener hears = listener;
        if (hears != null && !found.equals(reported) && !closed) {
            reported = found;
            hears.endpoints(found);
        }
    }

    @Override
    public void refresh() {
        boolean due = anyName && timer.nanoTime() - lookedNanos >= SHORTEST_NANOS;
        if (due && !closed && looking.compareAndSet(false, true)) {
            lookedNanos = timer.nanoTime();
            timer.after(0, this::look);
        }
    }

    private void look() {
        try {
            if (!closed) {
                List<Endpoint> found = new ArrayList<>();
                addresses.forEach(address -> found.addAll(endpoints(address)));
                tell(found);
            }
        } finally {
            looking.set(false);
        }
        if (!periodic && !closed) {
            periodic = true;
            timer.after(PERIOD_NANOS, () -> {
                periodic = false;
                refresh();
            });
        }
    }

    private List<Endpoint> endpoints(String address) {
        Matcher matcher = NAME_AND_PORT.matcher(address);
        if (!matcher.matches()) {
            return List.of(Endpoint.of(address));
        }
        String host = matcher.group(1);
        String port = matcher.group(2);
        try {
            List<InetAddress> found = ofOneFamily(names.find(host));
            return found.size() < 2
                    ? List.of(Endpoint.of(address))
                    : found.stream()
                            .map(each -> new Endpoint(literal(each) + port, host))
                            .toList();
        } catch (UnknownHostException e) {
            LOG.debug("{} cannot be looked up", host, e);
            List<Endpoint> before = reported.stream()
                    .filter(each -> host.equals(each.authority()))
                    .toList();
            return before.isEmpty() ? List.of(Endpoint.of(address)) : before;
        }
    }

    private static List<InetAddress> ofOneFamily(InetAddress[] found) {
        List<InetAddress> ipv4 = Arrays.stream(found)
                .filter(Inet4Address.class::isInstance)
                .distinct()
                .toList();
        List<InetAddress> ipv6 = Arrays.stream(found)
                .filter(each -> !(each instanceof Inet4Address))
                .distinct()
                .toList();
        return ipv6.size() > ipv4.size() ? ipv6 : ipv4;
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet4Address ? text : "[" + text + "]";
    }

    @Override
    public void close() {
        closed = true;
        timer.close();
    }
}
