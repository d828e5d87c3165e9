package dev.tenstep.rpc.benchmarks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The outcome that h2load prints.
 *
 * @param requests that were answered
 */
record H2loadReport(long requests) {
    private static final Pattern REQUESTS =
            Pattern.compile("(\\d+) done, (\\d+) succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");
    private static final Pattern DATA = Pattern.compile("\\((\\d+)\\) data");

    /**
     * Reads it.
     *
     * @param bytes the length of an answer's body; failures of gRPC have none
     * @throws IllegalStateException if a request was not answered as it should have been
     */
    static H2loadReport of(String output, long bytes) {
        Matcher requests = REQUESTS.matcher(output);
        Matcher data = DATA.matcher(output);
        if (!requests.find() || !data.find()) {
            throw new IllegalStateException("h2load printed no result: " + output);
        }
        long done = Long.parseLong(requests.group(1));
        long bad = Long.parseLong(requests.group(3)) + Long.parseLong(requests.group(4));
        if (done == 0 || bad > 0 || Long.parseLong(data.group(1)) < done * bytes) {
            throw new IllegalStateException("not every echo came back: " + output);
        }
        return new H2loadReport(done);
    }
}
