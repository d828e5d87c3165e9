package dev.tenstep.rpc.examples.panda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.examples.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PandaTest {
    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void knowsTheNumberAfterANumber(Setting setting) throws Exception {
        setting.run(Panda.class, number -> number + 1, panda -> assertThat(panda.Getinfo(123))
                .isEqualTo(124));
    }

    @Test
    void usesItsNamesAsTheyAre() {
        ServiceContract contract = ServiceContract.of(Panda.class);
        assertThat(contract.name()).isEqualTo("Panda");
        assertThat(contract.methods()).extracting(MethodContract::name).containsExactly("Getinfo");
    }
}
