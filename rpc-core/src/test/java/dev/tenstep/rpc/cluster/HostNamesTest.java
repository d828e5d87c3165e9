package dev.tenstep.rpc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.worker.FakeTimer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostNamesTest {
    private final FakeTimer timer = new FakeTimer();
    private final List<List<Endpoint>> told = new ArrayList<>();
    private List<String> addresses = List.of();
    private int lookups;

    private InetAddress[] find(String host) throws UnknownHostException {
        lookups++;
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        List<InetAddress> found = new ArrayList<>();
        for (String address : addresses) {
            found.add(InetAddress.getByName(address));
        }
        return found.toArray(InetAddress[]::new);
    }

    private HostNames started(String... targets) {
        HostNames names = new HostNames(List.of(targets), this::find, timer);
        names.start(new Resolver.Listener() {
            @Override
            public void endpoints(List<Endpoint> all) {
                told.add(all);
            }

            @Override
            public void failed(String why) {
                throw new AssertionError(why);
            }
        });
        return names;
    }

    private List<Endpoint> last() {
        return told.get(told.size() - 1);
    }

    private void refresh(HostNames names) {
        timer.pass(Duration.ofSeconds(1));
        names.refresh();
        timer.pass(Duration.ZERO);
    }

    @Test
    void nameWithSeveralAddressesStandsForAllOfThem() {
        addresses = List.of("10.0.0.1", "10.0.0.2");
        HostNames names = started("users:9090", "10.0.0.9:9090");
        assertThat(last()).containsExactly(Endpoint.of("users:9090"), Endpoint.of("10.0.0.9:9090"));
        assertThat(lookups).as("nobody has called").isZero();
        refresh(names);
        assertThat(last())
                .containsExactly(
                        new Endpoint("10.0.0.1:9090", "users"),
                        new Endpoint("10.0.0.2:9090", "users"),
                        Endpoint.of("10.0.0.9:9090"));
    }

    @Test
    void addressesOfTheLargerFamilyCount() {
        HostNames names = started("users:9090");
        addresses = List.of("10.0.0.1", "2001:db8::1");
        refresh(names);
        assertThat(told).as("one endpoint by two ways").hasSize(1);
        addresses = List.of("10.0.0.1", "2001:db8::1", "2001:db8::2");
        refresh(names);
        assertThat(last())
                .extracting(Endpoint::address)
                .containsExactly("[2001:db8:0:0:0:0:0:1]:9090", "[2001:db8:0:0:0:0:0:2]:9090");
    }

    @Test
    void failedLookupChangesNothing() {
        HostNames names = started("users:9090");
        addresses = List.of("10.0.0.1", "10.0.0.2");
        refresh(names);
        addresses = List.of();
        refresh(names);
        assertThat(told).hasSize(2);
        addresses = List.of("10.0.0.3");
        refresh(names);
        assertThat(last()).containsExactly(Endpoint.of("users:9090"));
    }

    @Test
    void namesAreLookedUpEveryThirtySecondsAndAtMostOnceASecondAfterFailures() {
        HostNames names = started("users:9090");
        addresses = List.of("10.0.0.1");
        refresh(names);
        for (int i = 0; i < 100; i++) {
            names.refresh();
            timer.pass(Duration.ZERO);
        }
        assertThat(lookups).isEqualTo(1);
        timer.pass(Duration.ofSeconds(30));
        timer.pass(Duration.ZERO);
        assertThat(lookups).isEqualTo(2);
        names.close();
        timer.pass(Duration.ofSeconds(60));
        assertThat(lookups).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "users:9090, true",
        "users.example.com:9090, true",
        "1st.example:80, true",
        "localhost:9090, false",
        "127.0.0.1:9090, false",
        "[::1]:9090, false",
        "[fe80::1%eth0]:9090, false",
        "unix:/run/users.sock, false",
        "inproc:users, false"
    })
    void onlyHostNamesAreNames(String address, boolean expected) {
        assertThat(HostNames.isName(address)).isEqualTo(expected);
    }
}
