package dev.tenstep.rpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class H2loadReportTest {
    private static final String REPORT =
            """
            finished in 3.00s, 33.33 req/s, 6.21KB/s
            requests: 100 total, 356 started, 100 done, 100 succeeded, 0 failed, 0 errored, 0 timeout
            status codes: 100 2xx, 0 3xx, 0 4xx, 0 5xx
            traffic: 20.03KB (20512) total, 1.07KB (1100) headers (space savings 87.21%), 18.46KB (18800) data
            """;

    @Test
    void requestsThatWereAnsweredAreCounted() {
        assertThat(H2loadReport.of(REPORT, 188)).isEqualTo(new H2loadReport(100));
    }

    @Test
    void failuresAreNotTakenForAnswers() {
        assertThatThrownBy(() -> H2loadReport.of(REPORT.replace("(18800) data", "(18799) data"), 188))
                .hasMessageStartingWith("not every echo came back: finished in 3.00s");
        assertThatThrownBy(() -> H2loadReport.of(REPORT.replace("0 failed", "1 failed"), 188))
                .hasMessageStartingWith("not every echo came back: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[ERROR] connection refused", "requests: none"})
    void anythingElseIsShown(String output) {
        assertThatThrownBy(() -> H2loadReport.of(output, 188)).hasMessage("h2load printed no result: " + output);
    }
}
