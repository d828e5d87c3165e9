package dev.tenstep.rpc.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

/** Shorthands for the contracts that the tests of this package parse. */
final class Contracts {
    private Contracts() {}

    /** The fault lines with which an interface is refused. */
    static List<String> faults(Class<?> type) {
        ContractException thrown = catchThrowableOfType(ContractException.class, () -> ServiceContract.of(type));
        assertThat(thrown).as("refusal of %s", type).isNotNull();
        return thrown.getMessage().lines().toList();
    }

    /** The method of that name, which must exist. */
    static MethodContract method(Class<?> type, String name) {
        MethodContract found = ServiceContract.of(type).method(name);
        assertThat(found).as("%s.%s", type.getSimpleName(), name).isNotNull();
        return found;
    }

    /** The type of a method's first parameter. */
    static TypeModel parameter(Class<?> type, String method) {
        return method(type, method).parameters().fields().get(0).type();
    }
}
