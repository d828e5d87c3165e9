package dev.tenstep.rpc.protocol.netrpc.gob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.serialization.Codec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers whose types differ, and parameters. */
final class MatchingTest {

    @RpcService
    interface Now {
        User user();

        void set(long id, String name);

        void setUser(User user);

        void clear();
    }

    /** The same service as a peer has it. */
    @RpcService
    interface Then {
        Then.User user();

        Then.Other other();

        record User(List<Integer> scores, long id, Map<String, Extra> extras) {}

        record Extra(String note, double weight) {}

        record Other(String somethingElse) {}
    }

    record User(
            int id,
            String name,
            boolean active,
            @Nullable Integer age,
            byte[] photo,
            List<String> tags,
            Map<String, Integer> marks,
            Optional<String> nick,
            @Nullable Address address) {}

    record Address(String city) {}

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void othersFieldsAreSkippedAndMissingOnesAreEmpty(boolean generating) throws IOException {
        Then.User sent = new Then.User(List.of(1, 2), 7, Map.of("x", new Then.Extra("n", 0.5)));
        String message = GobMessages.write(new GobMessages(Then.class).result("user"), sent);
        User read = (User) GobMessages.read(new GobMessages(Now.class, generating).result("user"), message);
        assertThat(read)
                .usingRecursiveComparison()
                .isEqualTo(new User(7, "", false, null, new byte[0], List.of(), Map.of(), Optional.empty(), null));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void numberThatDoesNotFitAndStrangersAreRefused(boolean generating) throws IOException {
        Codec user = new GobMessages(Now.class, generating).result("user");
        GobMessages then = new GobMessages(Then.class, generating);
        String big = GobMessages.write(then.result("user"), new Then.User(List.of(), 1L << 40, Map.of()));
        assertThatThrownBy(() -> GobMessages.read(user, big)).hasMessage("value for \"*int\" out of range");
        String other = GobMessages.write(then.result("other"), new Then.Other(""));
        assertThatThrownBy(() -> GobMessages.read(user, other))
                .hasMessage("gob: type mismatch: no fields matched compiling decoder for User");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void parametersAreOneValue(boolean generating) throws IOException {
        GobMessages now = new GobMessages(Now.class, generating);
        assertEcho(now.parameters("set"), 7L, "Ann");
        assertEcho(now.parameters("set"), 0L, "");
        assertEcho(now.parameters("clear"));
        User user = new User(
                1, "n", true, 3, new byte[] {1}, List.of("t"), Map.of("m", 1), Optional.of("o"), new Address("c"));
        assertEcho(now.parameters("setUser"), user);
    }

    private static void assertEcho(Codec codec, Object... values) throws IOException {
        assertThat(GobMessages.read(codec, GobMessages.write(codec, values)))
                .usingRecursiveComparison()
                .isEqualTo(values);
    }
}
