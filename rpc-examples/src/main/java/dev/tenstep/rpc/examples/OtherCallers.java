package dev.tenstep.rpc.examples;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Has programs that know nothing of Tenstep call the example server, as far as they are installed. */
final class OtherCallers {
    private static final Duration RUN = Duration.ofMinutes(2);
    private static final String BODY = "{\"name\":\"shen\"}";
    /** The address in the programs of the examples. */
    private static final String WRITTEN = "127.0.0.1:50000";

    private final String address;
    private final String url;
    private final Consumer<String> say;

    OtherCallers(String address, Consumer<String> say) {
        this.address = address;
        this.url = "http://" + address + "/rpc_package.HelloWorldService/SayHello";
        this.say = say;
    }

    void call() throws IOException, InterruptedException {
        curl();
        python();
        go();
    }

    private void curl() throws IOException, InterruptedException {
        say.accept("$ curl -s -H 'content-type: application/json' -d '" + BODY + "' " + url);
        List<String> command = List.of("curl", "-sS", "-H", "content-type: application/json", "-d", BODY, url);
        try (ChildProcess curl = ChildProcess.start("curl", new ProcessBuilder(command))) {
            curl.awaitSuccess(RUN).forEach(say);
        } catch (IOException notInstalled) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(BODY))
                    .build();
            say.accept(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
            say.accept("(curl is not installed; the JDK's client of HTTP has sent the same)");
        }
    }

    private void python() throws InterruptedException {
        String program = "import json, urllib.request\n"
                + "request = urllib.request.Request('" + url + "', b'" + BODY
                + "', {'content-type': 'application/json'})\n"
                + "print(json.load(urllib.request.urlopen(request))['message'])\n";
        List<String> command = List.of("python3", "-c", program);
        try (ChildProcess python = ChildProcess.start("python", new ProcessBuilder(command))) {
            say.accept("Python, with urllib: " + String.join(" ", python.awaitSuccess(RUN)));
        } catch (IOException notInstalled) {
            say.accept("(Python is not installed)");
        }
    }

    private void go() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("demo");
        Path client = folder.resolve("client.go");
        try (InputStream source = requireNonNull(OtherCallers.class.getResourceAsStream("/netrpc/client.go"))) {
            String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(client, text.replace(WRITTEN, address));
            ProcessBuilder run = new ProcessBuilder("go", "run", client.toString());
            run.environment().put("GO111MODULE", "off");
            go(run);
        } finally {
            Files.deleteIfExists(client);
            Files.deleteIfExists(folder);
        }
    }

    private void go(ProcessBuilder run) throws InterruptedException {
        try (ChildProcess go = ChildProcess.start("go", run)) {
            say.accept("Go, with net/rpc by DialHTTP, Dial and jsonrpc.Dial: Panda.Getinfo(123) is "
                    + String.join(", ", go.awaitSuccess(RUN)));
        } catch (IOException notInstalled) {
            say.accept("(Go is not installed)");
        }
    }
}
