package dev.tenstep.rpc.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * An echo of a user as JSON over HTTP/1.1.
 *
 * @param request <code>{"user":{...}}</code>; the answer is the user
 */
record JsonEcho(String request) {
    private static final String BEFORE = "{\"user\":";
    private static final String AFTER = "}";
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Proto3 JSON has integers of 64 bits as strings, and others have them as numbers. */
    private static final Pattern QUOTED_NUMBER = Pattern.compile("\"(\\d+)\"");

    /** Sends the request once, and returns the length of the answer in bytes; see {@link #check}. */
    int ask(URI address) throws IOException, InterruptedException {
        HttpRequest echo = HttpRequest.newBuilder(address)
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(request))
                .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(echo, BodyHandlers.ofString(StandardCharsets.UTF_8));
        return check(response.statusCode(), response.body());
    }

    /** Returns the answer's length in bytes; throws IllegalStateException if it is not the user that was sent. */
    int check(int status, String answer) {
        String user = request.substring(BEFORE.length(), request.length() - AFTER.length());
        if (status != OK || !unquoted(answer).equals(unquoted(user))) {
            throw new IllegalStateException(
                    "answer: " + status + " " + answer + " (expected: " + OK + " " + user + ")");
        }
        return answer.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String unquoted(String json) {
        return QUOTED_NUMBER.matcher(json).replaceAll("$1");
    }
}
