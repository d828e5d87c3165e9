package dev.tenstep.rpc.examples.doorman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.examples.Setting;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The doorman without certificates; {@code TlsExampleTest} has those with. */
final class DoormanTest {
    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void callerWithoutACertificateIsAStranger(Setting setting) throws Exception {
        setting.run(Doorman.class, new ByCertificate(), doorman -> assertThat(doorman.greet())
                .isEqualTo("Hello, stranger!"));
    }
}
