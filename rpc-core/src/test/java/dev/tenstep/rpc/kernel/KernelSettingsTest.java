package dev.tenstep.rpc.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings are changed by name, one at a time, and have no positions. */
final class KernelSettingsTest {

    @Test
    void settingsHaveNoPositions() {
        assertThat(KernelSettings.class.getConstructors()).isEmpty();
    }

    static List<Method> changes() {
        return Arrays.stream(KernelSettings.class.getMethods())
                .filter(method -> method.getName().startsWith("with"))
                .toList();
    }

    private static Map<String, Object> values(KernelSettings settings) throws ReflectiveOperationException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Method accessor : accessors().toList()) {
            values.put(accessor.getName(), accessor.invoke(settings));
        }
        return values;
    }

    private static Stream<Method> accessors() {
        return Arrays.stream(KernelSettings.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0);
    }

    /** The name of the setting that a method such as {@code withMaxMessage} changes. */
    private static String setting(Method change) {
        String name = change.getName().substring("with".length());
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    @Test
    void everySettingCanBeChanged() {
        assertThat(changes().stream().map(KernelSettingsTest::setting))
                .containsExactlyInAnyOrderElementsOf(
                        accessors().map(Method::getName).collect(Collectors.toList()));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changeOfOneSettingLeavesTheOthers(Method change) throws ReflectiveOperationException {
        Map<String, Object> expected = values(KernelSettings.DEFAULT);
        Object value = expected.get(setting(change));
        Object other = value instanceof Duration time
                ? time.dividedBy(2)
                : value instanceof Long bytes
                        ? (Object) (bytes + 1)
                        : value instanceof Integer count ? (Object) (count + 1) : "nio";
        expected.put(setting(change), other);
        assertThat(values((KernelSettings) change.invoke(KernelSettings.DEFAULT, other)))
                .isEqualTo(expected);
    }

    @Test
    void messageLongerThanWhatMayBeUndecodedRaisesThat() {
        assertThat(KernelSettings.DEFAULT.withMaxMessage(64 << 20).maxUndecoded())
                .isEqualTo(64 << 20);
    }
}
