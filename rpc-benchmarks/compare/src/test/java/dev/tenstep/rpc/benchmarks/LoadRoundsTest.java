package dev.tenstep.rpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.benchmarks.LoadRounds.Load;
import dev.tenstep.rpc.benchmarks.LoadRounds.Sample;
import dev.tenstep.rpc.benchmarks.contender.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class LoadRoundsTest {
    @Test
    void serversAreWarmedUpFirstAndThenTakeTurns() throws Exception {
        LoadOptions options =
                CommandLine.populateCommand(new LoadOptions(), "--rounds", "2", "--seconds", "3", "--warmup", "7");
        List<String> loads = new ArrayList<>();
        Map<String, Load> servers = new LinkedHashMap<>();
        for (String name : List.of("a", "b")) {
            servers.put(name, seconds -> {
                loads.add(name + " " + seconds + " s");
                return new Sample(loads.size(), 1);
            });
        }
        LoadRounds rounds = LoadRounds.run(servers, options);
        assertThat(loads).containsExactly("a 7 s", "b 7 s", "a 3 s", "b 3 s", "a 3 s", "b 3 s");
        assertThat(rounds.samples())
                .isEqualTo(Map.of(
                        "a", List.of(new Sample(3, 1), new Sample(5, 1)),
                        "b", List.of(new Sample(4, 1), new Sample(6, 1))));
    }

    @Test
    void ratiosAreTakenWithinRounds() {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        samples.put("ours", List.of(new Sample(3000, 5), new Sample(40, 5), new Sample(6000, 1)));
        samples.put("theirs", List.of(new Sample(1000, 10), new Sample(10, 20), new Sample(3000, 4)));
        assertThat(new LoadRounds(samples).table("theirs", "call"))
                .isEqualTo(
                        """
                        | server | calls/s | of theirs | CPU us a call | of theirs |
                        |--------|--------:|----------:|--------------:|----------:|
                        | ours   |   3,000 |      3.00 |          5.00 |     0.250 |
                        | theirs |   1,000 |      1.00 |         10.00 |     1.000 |
                        """);
    }

    @Test
    void cpuTimeIsPerRequest() {
        assertThat(Sample.of(2000, 4, new Usage(3_000_000, 0))).isEqualTo(new Sample(500, 1.5));
    }

    @Test
    void callsAndTimesOfGoAreRead() {
        assertThat(NetrpcCommand.sample("2000 4000000000", new Usage(3_000_000, 0)))
                .isEqualTo(new Sample(500, 1.5));
    }
}
