package dev.tenstep.rpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MarkdownReportTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        String table = MarkdownReport.table(
                List.of(List.of("contender", "calls/s"), List.of("a", "1,234,567"), List.of("longer-name", "8")));

        assertThat(table)
                .isEqualTo(
                        """
                        | contender   |   calls/s |
                        |-------------|----------:|
                        | a           | 1,234,567 |
                        | longer-name |         8 |
                        """);
    }

    @Test
    void failureShowsWhenAndWhyAndTheLastErrorLines() {
        Results results = new Results(1);
        results.addFailure(new Results.Failure(
                Entry.ALL.get(0), "warm-up", "the server ended with exit value 1", List.of("OutOfMemoryError")));

        assertThat(MarkdownReport.of(results))
                .isEqualTo(
                        """
                        **floor-naive** failed during warm-up: the server ended with exit value 1

                            OutOfMemoryError

                        """);
    }
}
