package dev.tenstep.rpc.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.SampleService;
import dev.tenstep.rpc.testkit.SampleTypes.Account;
import dev.tenstep.rpc.testkit.SampleTypes.Bits;
import dev.tenstep.rpc.testkit.SampleTypes.Counters;
import dev.tenstep.rpc.testkit.SampleTypes.Everything;
import dev.tenstep.rpc.testkit.SampleTypes.Page;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Absent, null and unknown properties of a message. */
final class JsonNullsTest {
    private final JsonMessages json = new JsonMessages(SampleService.class);

    @Test
    void absentParameterIsNullOrEmpty() throws IOException {
        assertThat(json.readParameters("several", "{\"id\":1,\"rate\":2}"))
                .containsExactly(1, null, List.of(), 2d, null);
    }

    @Test
    void absentPrimitiveParameterIsRefusedByName() {
        assertThatThrownBy(() -> json.readParameters("several", "{\"rate\":2}"))
                .hasMessageContaining("parameter 'id' is absent or null (expected: int)");
        assertThatThrownBy(() -> json.readParameters("several", "{\"id\":null,\"rate\":2}"))
                .hasMessageContaining("parameter 'id' is absent or null (expected: int)");
    }

    @Test
    void unknownParametersAndFieldsAreSkipped() throws IOException {
        assertThat(json.readParameters("several", "{\"new\":{\"a\":[1,{}]},\"id\":1,\"rate\":2,\"newer\":null}"))
                .startsWith(1);
        assertThat(json.readResult("userPage", "{\"next\":[{\"a\":1}],\"total\":3}"))
                .isEqualTo(new Page<>(0, 3, List.of()));
    }

    @Test
    void absentFieldsOfARecordAreNullOrEmptyOrZero() throws IOException {
        Everything read = (Everything) json.readResult("everything", "{}");
        assertThat(read.text()).isNull();
        assertThat(read.flag()).isNull();
        assertThat(read.nick()).isEmpty();
        assertThat(read.names()).isEmpty();
        assertThat(read.levels()).isEmpty();
        assertThat(read.scores()).isEmpty();
        Bits bits = new Bits(null, new boolean[0], new long[0], new String[0], List.of());
        assertThat(json.readResult("bits", "{}")).isEqualTo(bits);
    }

    @Test
    void absentFieldsOfABeanAreNullOrEmptyOrZero() throws IOException {
        Account account = (Account) json.readResult("account", "{}");
        assertThat(account.getTags()).isEmpty();
        assertThat(account.getBalances()).isEmpty();
        assertThat(account.getLimits()).isEmpty();
        assertThat(account.getOwner()).isNull();
        assertThat(((Counters) json.readResult("counters", "{}")).ports).isEmpty();
    }

    @Test
    void nullElementsAreRefusedWhenRead() {
        for (String method : List.of("strings", "integers", "users", "shapes", "set", "levels", "matrix", "binaries")) {
            assertThatThrownBy(() -> json.readResult(method, "[null]"))
                    .as(method)
                    .hasMessageContaining("null");
        }
        for (String method :
                List.of("stringArray", "userArray", "intArray", "booleanArray", "doubleArray", "intMatrix")) {
            assertThatThrownBy(() -> json.readResult(method, "[null]"))
                    .as(method)
                    .hasMessageContaining("null");
        }
        for (String method : List.of("byString", "groups", "byLevel", "treeMap")) {
            assertThatThrownBy(() -> json.readResult(method, "{\"LOW\":null}"))
                    .as(method)
                    .hasMessageContaining("null");
        }
        assertThatThrownBy(() -> json.readResult("matrix", "[[1,null]]")).hasMessageContaining("null");
        assertThatThrownBy(() -> json.readResult("groups", "{\"a\":[null]}")).hasMessageContaining("null");
    }

    @Test
    void nullElementsOfFieldsAreRefusedByPath() {
        assertThatThrownBy(() -> json.readParameters("team", "{\"value\":{\"members\":[\"a\",null]}}"))
                .hasMessageContaining("parameter 'value'")
                .hasMessageContaining("members");
        assertThatThrownBy(() -> json.readResult("account", "{\"balances\":{\"a\":null}}"))
                .hasMessageContaining("balances");
    }

    @RpcService
    interface Defaults {
        Preset preset(Preset value);

        List<Optional<String>> optionals(List<Optional<String>> value);

        Map<String, List<Optional<Integer>>> nested(Map<String, List<Optional<Integer>>> value);
    }

    /** A bean with defaults of its own. */
    public static final class Preset {
        public List<String> names = List.of("preset");
        public Set<Integer> numbers;
        public Optional<String> title;
    }

    @Test
    void defaultOfABeanStaysWhereTheMessageSaysNothing() throws IOException {
        Preset read = (Preset) new JsonMessages(Defaults.class).readResult("preset", "{}");
        assertThat(read.names).containsExactly("preset");
        assertThat(read.numbers).isEmpty();
        assertThat(read.title).isEmpty();
        Preset nulls = (Preset) new JsonMessages(Defaults.class)
                .readResult("preset", "{\"names\":null,\"numbers\":null,\"title\":null}");
        assertThat(nulls.names).isEmpty();
        assertThat(nulls.numbers).isEmpty();
        assertThat(nulls.title).isEmpty();
    }

    @Test
    void emptyOptionalMayBeAnElement() throws IOException {
        JsonMessages defaults = new JsonMessages(Defaults.class);
        List<Optional<String>> value = List.of(Optional.of("a"), Optional.empty());
        assertThat(defaults.writeResult("optionals", value)).isEqualTo("[\"a\",null]");
        assertThat(defaults.readResult("optionals", "[\"a\",null]")).isEqualTo(value);
        assertThat(defaults.readResult("nested", "{\"a\":[1,null]}"))
                .isEqualTo(Map.of("a", List.of(Optional.of(1), Optional.empty())));
    }
}
