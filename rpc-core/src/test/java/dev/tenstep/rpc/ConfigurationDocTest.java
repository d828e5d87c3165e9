package dev.tenstep.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.config.Config;
import dev.tenstep.rpc.config.ConfigTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigurationDocTest {

    @Test
    void tableInTheDocsMatchesTheCode() throws IOException {
        String docs = Files.readString(Path.of("..", "docs", "configuration.md"));
        String table = ConfigTable.markdown(Config.keys(ConfigurationDocTest.class.getClassLoader()));
        assertThat(docs)
                .as("docs/configuration.md, which should contain:%n%s", table)
                .contains(table);
    }
}
