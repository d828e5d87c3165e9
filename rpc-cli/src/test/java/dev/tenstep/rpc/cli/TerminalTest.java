package dev.tenstep.rpc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TerminalTest {

    @Test
    void aPeersTextDoesNotSteerTheTerminal() {
        assertThat(Terminal.plain("a\u001b[31m\u0007\u009b\u007f\n\tb \u00e4$\\"))
                .isEqualTo("a\\u001b[31m\\u0007\\u009b\\u007f\n\tb \u00e4$\\");
    }
}
