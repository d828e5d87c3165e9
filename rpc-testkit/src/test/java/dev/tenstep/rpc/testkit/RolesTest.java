package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.filter.Authorization;
import dev.tenstep.rpc.filter.BearerTokens;
import dev.tenstep.rpc.filter.RequiresRole;
import dev.tenstep.rpc.filter.RoleFilter;
import java.security.Principal;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A role demanded by any type or method that takes part in a call is demanded of the caller. */
final class RolesTest implements KernelUnderTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private record Caller(Set<String> roles) implements Principal {
        @Override
        public String getName() {
            return "ann";
        }
    }

    interface Keyed<K> {
        @RequiresRole("keeper")
        String byKey(K key);
    }

    @RequiresRole("staff")
    interface House {
        String enter();
    }

    interface Rooms {
        @RequiresRole("guest")
        String sleep();

        String eat();
    }

    @RpcService
    interface Hotel extends House, Rooms, Keyed<String> {
        @Override
        String sleep();

        @Override
        String byKey(String key);

        String open();

        String plain(int number);

        String plain2(String text);
    }

    abstract static class Building implements Hotel {
        @Override
        @RequiresRole("mason")
        public String open() {
            return "open";
        }

        @RequiresRole("nobody")
        String plain(String anotherMethod) {
            return anotherMethod;
        }
    }

    @RpcService
    @RequiresRole("stranger")
    interface OtherService {
        String other();
    }

    static class HotelAtHome extends Building implements OtherService {
        @Override
        public String enter() {
            return "enter";
        }

        @Override
        public String sleep() {
            return "sleep";
        }

        @Override
        @RequiresRole("cook")
        public String eat() {
            return "eat";
        }

        @Override
        public String byKey(String key) {
            return "byKey";
        }

        @Override
        public String open() {
            return super.open();
        }

        @Override
        public String plain(int number) {
            return "plain";
        }

        @Override
        public String plain2(String text) {
            return "plain2";
        }

        @Override
        public String other() {
            return "other";
        }
    }

    @RequiresRole("manager")
    static final class GuardedHotel extends HotelAtHome {}

    @Override
    public String address() {
        return "inproc:roles-" + NAMES.incrementAndGet();
    }

    private static RoleFilter byRole() {
        return Authorization.byRole((caller, role) -> ((Caller) caller).roles().contains(role));
    }

    private Served<Hotel> served(Hotel handler, String roles, Filter filter) {
        Caller caller = new Caller(Set.of(roles.split(" ")));
        return serve(
                Hotel.class,
                handler,
                s -> s.filter(BearerTokens.verify(token -> caller)).filter(filter),
                c -> c.filter(BearerTokens.add(() -> "t")));
    }

    private static String call(Hotel hotel, String method) {
        return switch (method) {
            case "enter" -> hotel.enter();
            case "sleep" -> hotel.sleep();
            case "eat" -> hotel.eat();
            case "byKey" -> hotel.byKey("k");
            case "open" -> hotel.open();
            case "plain" -> hotel.plain(1);
            default -> hotel.plain2("");
        };
    }

    /** The type-level rule of a parent interface applies to the whole service. */
    @ParameterizedTest
    @CsvSource({
        "enter, staff", // on a parent interface
        "sleep, staff guest", // on a method that the service redeclares
        "eat, staff cook", // on the method of the handler's class
        "byKey, staff keeper", // on a generic method that is redeclared with its argument
        "open, staff mason", // on the method of the handler's superclass
        "plain, staff", // an overload that is not called does not count
        "plain2, staff"
    })
    void everyRuleHasToBeMet(String method, String roles) {
        try (Served<Hotel> served = served(new HotelAtHome(), roles, byRole())) {
            assertThat(call(served.stub(), method)).isEqualTo(method);
        }
        for (String left : roles.split(" ")) {
            String others = roles.replace(left, "other");
            try (Served<Hotel> served = served(new HotelAtHome(), others, byRole())) {
                assertThat(refused(() -> call(served.stub(), method)))
                        .as("%s with %s", method, others)
                        .hasMessage("ann may not call Hotel." + method + " (expected: one of the roles " + left + ")")
                        .extracting(e -> e.code())
                        .isEqualTo(StatusCode.PERMISSION_DENIED);
            }
        }
    }

    @Test
    void ruleOnTheHandlersClassAppliesToAllItsMethods() {
        try (Served<Hotel> served = served(new GuardedHotel(), "staff guest cook keeper mason", byRole())) {
            for (String method : new String[] {"enter", "sleep", "eat", "byKey", "open", "plain"}) {
                assertThat(refused(() -> call(served.stub(), method))).hasMessageContaining("one of the roles manager");
            }
        }
        try (Served<Hotel> served = served(new GuardedHotel(), "staff manager", byRole())) {
            assertThat(served.stub().enter()).isEqualTo("enter");
        }
    }

    @RpcService
    interface Shop {
        String look();

        String buy();
    }

    static class ShopAtHome implements Shop {
        @Override
        public String look() {
            return "looked";
        }

        @Override
        @RequiresRole("buyer")
        public String buy() {
            return "bought";
        }
    }

    private Served<Shop> shop(Shop handler, UnaryOperator<dev.tenstep.rpc.RpcServer.Builder> setup) {
        Caller caller = new Caller(Set.of("buyer"));
        return serve(
                Shop.class,
                handler,
                s -> setup.apply(s.filter(BearerTokens.verify(token -> caller))),
                c -> c.filter(BearerTokens.add(() -> "t")));
    }

    @Test
    void methodWithoutARuleIsOpenUnlessItIsDenied() {
        try (Served<Shop> served = shop(new ShopAtHome(), s -> s.filter(byRole()))) {
            assertThat(served.stub().look()).isEqualTo("looked");
        }
        try (Served<Shop> served = shop(new ShopAtHome(), s -> s.filter(byRole().denyUnlisted()))) {
            assertThat(served.stub().buy()).isEqualTo("bought");
            assertThat(refused(() -> served.stub().look()))
                    .hasMessage("ann may not call Shop.look (expected: a method with @RequiresRole)")
                    .extracting(e -> e.code())
                    .isEqualTo(StatusCode.PERMISSION_DENIED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void serverWithARuleThatNothingEnforcesDoesNotStart(boolean wrapped) {
        RoleFilter inside = byRole();
        Filter outside = (call, replyTo, next) -> inside.exchange(call, replyTo, next);
        assertThatThrownBy(() -> shop(new ShopAtHome(), s -> wrapped ? s.filter(outside) : s)
                        .close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("@RequiresRole(buyer) on " + ShopAtHome.class.getName()
                        + ".buy for method Shop.buy, and no filter that enforces it (expected: Authorization.byRole among"
                        + " the server's filters, or Authorization.by)");
        try (Served<Shop> served = shop(new ShopAtHome(), s -> s.filter(Authorization.by(call -> true)))) {
            assertThat(served.stub().buy()).isEqualTo("bought");
        }
    }

    @Test
    void ruleThatNamesNoRoleIsRefused() {
        final class Careless extends ShopAtHome {
            @Override
            @RequiresRole({})
            public String look() {
                return super.look();
            }
        }
        assertThatThrownBy(() -> shop(new Careless(), s -> s.filter(byRole())).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("@RequiresRole() on ")
                .hasMessageEndingWith("Careless.look (expected: at least one role)");
    }
}
