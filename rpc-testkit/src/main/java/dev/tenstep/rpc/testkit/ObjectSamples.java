package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.Sample.same;

import dev.tenstep.rpc.testkit.SampleTypes.Account;
import dev.tenstep.rpc.testkit.SampleTypes.Bits;
import dev.tenstep.rpc.testkit.SampleTypes.Chain;
import dev.tenstep.rpc.testkit.SampleTypes.Circle;
import dev.tenstep.rpc.testkit.SampleTypes.Counters;
import dev.tenstep.rpc.testkit.SampleTypes.Director;
import dev.tenstep.rpc.testkit.SampleTypes.Drawing;
import dev.tenstep.rpc.testkit.SampleTypes.Empty;
import dev.tenstep.rpc.testkit.SampleTypes.Everything;
import dev.tenstep.rpc.testkit.SampleTypes.Failure;
import dev.tenstep.rpc.testkit.SampleTypes.File;
import dev.tenstep.rpc.testkit.SampleTypes.Folder;
import dev.tenstep.rpc.testkit.SampleTypes.Level;
import dev.tenstep.rpc.testkit.SampleTypes.Nothing;
import dev.tenstep.rpc.testkit.SampleTypes.Page;
import dev.tenstep.rpc.testkit.SampleTypes.Pair;
import dev.tenstep.rpc.testkit.SampleTypes.Path;
import dev.tenstep.rpc.testkit.SampleTypes.Point;
import dev.tenstep.rpc.testkit.SampleTypes.Square;
import dev.tenstep.rpc.testkit.SampleTypes.Success;
import dev.tenstep.rpc.testkit.SampleTypes.Team;
import dev.tenstep.rpc.testkit.SampleTypes.Tree;
import dev.tenstep.rpc.testkit.SampleTypes.User;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Records, beans, generic, sealed and recursive types. */
final class ObjectSamples {
    private ObjectSamples() {}

    static List<Sample> all() {
        List<Sample> all = new ArrayList<>(same("user", user(1), user(2), null));
        all.add(new Sample("user", bareUser(null), bareUser(List.of())));
        all.addAll(beans());
        all.addAll(everything());
        all.addAll(generics());
        all.addAll(sealedTypes());
        all.addAll(recursive());
        return all;
    }

    static User user(int number) {
        LocalDateTime created =
                LocalDateTime.of(2018, 8, 18, 18, 18, 18, 181_000_000).plusSeconds(number);
        return new User(
                1_000_000L + number,
                "Doug Lea " + number,
                1,
                LocalDate.of(1968, 12, 8),
                "dong" + number + "@gmail.com",
                "18612345678",
                "北京市 中关村 中关村大街1号 鼎好大厦 1605",
                "https://www.example.org/static/images/logo.png",
                List.of(1, 12, 123, 19, 88, number),
                1,
                created,
                created.plusDays(1));
    }

    private static User bareUser(List<Integer> permissions) {
        return new User(-1, null, Integer.MIN_VALUE, null, "", null, null, null, permissions, 0, null, null);
    }

    private static List<Sample> beans() {
        Account full = account(1, List.of("a", ""), Map.of("eur", new BigDecimal("1.10")), new int[] {1, -1});
        full.setParent(account(2, List.of(), Map.of(), new int[0]));
        Counters counters = new Counters();
        counters.hits = -1;
        counters.bytes = Long.MAX_VALUE;
        counters.label = "c";
        counters.ports = Set.of(80, 443);
        Counters zero = new Counters();
        zero.ports = Set.of();
        List<Sample> all = new ArrayList<>(same("account", full, null));
        all.add(new Sample("account", account(3, null, null, null), account(3, List.of(), Map.of(), new int[0])));
        all.addAll(same("counters", counters, zero, null));
        all.add(new Sample("counters", new Counters(), zero));
        all.addAll(same("director", director(List.of("a@b", "")), null));
        all.add(new Sample("director", director(null), director(List.of())));
        return all;
    }

    private static Director director(List<String> mails) {
        Director director = new Director();
        director.name = "m";
        director.mails = mails;
        director.level = -1;
        return director;
    }

    private static Account account(long id, List<String> tags, Map<String, BigDecimal> balances, int[] limits) {
        Account account = new Account();
        account.setId(id);
        account.setOwner(id == 3 ? null : "owner " + id);
        account.setActive(id == 1);
        account.setVerified(id == 3 ? null : id == 2);
        account.setTags(tags);
        account.setBalances(balances);
        account.setLimits(limits);
        return account;
    }

    private static List<Sample> everything() {
        List<Sample> all = new ArrayList<>(same("everything", everyField(), nothing(true), null));
        all.add(new Sample("everything", nothing(false), nothing(true)));
        all.addAll(same("empty", new Empty(), null));
        byte[] raw = {0, -1};
        boolean[] flags = {true};
        all.addAll(same(
                "bits", new Bits(raw, flags, new long[] {7}, new String[] {"a"}, List.of(raw, new byte[0])), null));
        Bits empty = new Bits(null, new boolean[0], new long[0], new String[0], List.of());
        all.add(new Sample("bits", new Bits(null, null, null, null, null), empty));
        return all;
    }

    private static Everything everyField() {
        return new Everything(
                true,
                'x',
                1,
                0.1,
                "t",
                new BigDecimal("0.10"),
                BigInteger.ONE.shiftLeft(70),
                Instant.EPOCH,
                Duration.ofMillis(1),
                new UUID(1, 2),
                URI.create("a:b"),
                Level.LOW,
                user(1),
                new Square(1),
                Optional.of("n"),
                Optional.of(user(2)),
                List.of("a"),
                Set.of(Level.HIGH),
                Map.of("s", 1),
                new Page<>(1, 2, List.of(user(3))));
    }

    /** Returns an object whose fields are all null, as written or as read: containers are read as empty. */
    private static Everything nothing(boolean read) {
        return new Everything(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                read ? Optional.empty() : null,
                read ? Optional.empty() : null,
                read ? List.of() : null,
                read ? Set.of() : null,
                read ? Map.of() : null,
                null);
    }

    private static List<Sample> generics() {
        Page<User> users = new Page<>(1, 15, List.of(user(1), user(2)));
        List<Sample> all = new ArrayList<>(same("userPage", users, new Page<>(0, 0, List.of()), null));
        all.add(new Sample("userPage", new Page<User>(1, 2, null), new Page<User>(1, 2, List.of())));
        all.addAll(same("listPage", new Page<>(1, 1, List.of(List.of(), List.of("a", "b")))));
        all.addAll(same("pair", new Pair<>("a", new Pair<>(1, users)), new Pair<>(null, new Pair<>(null, null)), null));
        all.addAll(same("team", new Team(List.of("a")), null));
        return all;
    }

    private static List<Sample> sealedTypes() {
        Path path = new Path(List.of(new Point(0, 1)), new Path(List.of(), new Circle(2, "hole")));
        List<Sample> all =
                new ArrayList<>(same("shape", new Circle(1, "c"), new Square(-1), path, new Nothing(), null));
        all.addAll(same("outcome", new Success<>(user(1)), new Success<User>(null), new Failure<User>("r"), null));
        all.add(new Sample("shape", new Path(null, null), new Path(List.of(), null)));
        Circle sun = new Circle(1e300, null);
        all.addAll(same("drawing", new Drawing(path, sun, List.of(sun, path, new Nothing())), null));
        all.add(new Sample("drawing", new Drawing(null, null, null), new Drawing(null, null, List.of())));
        return all;
    }

    private static List<Sample> recursive() {
        List<Sample> all = new ArrayList<>(same("chain", Chain.of(1), Chain.of(5), Chain.of(90), null));
        Tree<String> leaf = new Tree<>("leaf", List.of());
        all.addAll(same("tree", leaf, new Tree<>(null, List.of(leaf, new Tree<>("b", List.of(leaf)))), null));
        all.add(new Sample("tree", new Tree<String>("t", null), new Tree<>("t", List.of())));
        Folder inner = new Folder("inner", Map.of("f", new File("f", 1)));
        all.addAll(same("folder", new Folder("outer", Map.of("inner", inner, "g", new File(null, 0))), null));
        return all;
    }
}
