package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.filter.Authorization;
import dev.tenstep.rpc.filter.BearerTokens;
import dev.tenstep.rpc.filter.RequiresRole;
import java.security.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Authentication and authorization by the filters that come with the core. */
final class FiltersTest implements KernelUnderTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static final Map<String, Caller> TOKENS =
            Map.of("t-ann", new Caller("ann", Set.of("reader")), "t-bob", new Caller("bob", Set.of("reader", "admin")));

    private record Caller(String name, Set<String> roles) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    @RpcService
    @RequiresRole("reader")
    interface Vault {
        String read();

        Stream<String> readAll();

        @RequiresRole({"admin", "root"})
        String open();
    }

    private record VaultHandler(AtomicInteger calls) implements Vault {
        private String caller() {
            calls.incrementAndGet();
            return Objects.requireNonNull(
                            Objects.requireNonNull(CallContext.current()).principal())
                    .getName();
        }

        @Override
        public String read() {
            return "read by " + caller();
        }

        @Override
        public Stream<String> readAll() {
            return Stream.of("all read by " + caller());
        }

        @Override
        public String open() {
            return "opened by " + caller();
        }
    }

    @Override
    public String address() {
        return "inproc:filters-" + NAMES.incrementAndGet();
    }

    private Served<Vault> served(AtomicInteger calls, @Nullable String token) {
        UnaryOperator<dev.tenstep.rpc.RpcClient.Builder> setup =
                c -> token == null ? c : c.filter(BearerTokens.add(() -> token));
        return serve(
                Vault.class,
                new VaultHandler(calls),
                s -> s.filter(BearerTokens.verify(TOKENS::get))
                        .filter(Authorization.byRole(
                                (caller, role) -> ((Caller) caller).roles().contains(role))),
                setup::apply);
    }

    @Test
    void handlersKnowTheirCaller() {
        try (Served<Vault> served = served(new AtomicInteger(), "t-bob")) {
            assertThat(served.stub().read()).isEqualTo("read by bob");
            assertThat(served.stub().open()).isEqualTo("opened by bob");
            assertThat(served.stub().readAll().toList()).containsExactly("all read by bob");
        }
    }

    @Test
    void callsWithoutAValidTokenAreRefusedAndNotStarted() {
        AtomicInteger calls = new AtomicInteger();
        for (String token : new String[] {null, "t-eve", ""}) {
            try (Served<Vault> served = served(calls, token)) {
                RpcException refusal = refused(() -> served.stub().read());
                assertThat(refusal.code()).isEqualTo(StatusCode.UNAUTHENTICATED);
                assertThat(refusal.notStarted()).isTrue();
                assertThat(refused(() -> served.stub().readAll().toList()).code())
                        .isEqualTo(StatusCode.UNAUTHENTICATED);
            }
        }
        assertThat(calls).hasValue(0);
    }

    @Test
    void callersWithoutTheRoleAreRefused() {
        AtomicInteger calls = new AtomicInteger();
        try (Served<Vault> served = served(calls, "t-ann")) {
            assertThat(served.stub().read()).isEqualTo("read by ann");
            RpcException refusal = refused(() -> served.stub().open());
            assertThat(refusal.code()).isEqualTo(StatusCode.PERMISSION_DENIED);
            assertThat(refusal).hasMessage("ann may not call Vault.open (expected: one of the roles admin, root)");
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void authorizationMayBeAFunction() {
        AtomicReference<String> asked = new AtomicReference<>();
        try (Served<Vault> served = serve(
                Vault.class,
                new VaultHandler(new AtomicInteger()),
                s -> s.filter(Authorization.by(call -> {
                    asked.set(call.method().name());
                    return false;
                })),
                c -> c)) {
            assertThat(refused(() -> served.stub().read()).code()).isEqualTo(StatusCode.UNAUTHENTICATED);
            assertThat(asked).hasValue("read");
        }
    }
}
