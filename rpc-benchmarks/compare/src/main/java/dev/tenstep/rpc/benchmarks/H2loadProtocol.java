package dev.tenstep.rpc.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The protocols that h2load can put servers under load with: for each the request, and the servers that answer it. */
enum H2loadProtocol {
    GRPC("184 bytes", "echo.bin", "grpc-direct") {
        @Override
        List<String> servers() {
            return List.of("tenstep-grpc", base());
        }

        @Override
        List<Integer> connections() {
            return List.of(1);
        }

        @Override
        List<String> options() {
            return List.of("--header=content-type: application/grpc", "--header=te: trailers");
        }

        @Override
        int answerBytes(URI address) {
            return request().length - LENGTHS;
        }
    },
    CONNECT("331 bytes of JSON", "echo.json", "armeria") {
        @Override
        List<String> servers() {
            return List.of("tenstep-connect", base(), "jdk-http");
        }

        @Override
        List<Integer> connections() {
            return List.of(1, 32);
        }

        @Override
        List<String> options() {
            return List.of("--header=content-type: application/json", "--h1");
        }

        @Override
        int answerBytes(URI address) throws IOException, InterruptedException {
            return new JsonEcho(new String(request(), StandardCharsets.UTF_8)).ask(address);
        }
    };

    /** The bytes that a request of gRPC has and its answer has not: the user is in a message of its own there. */
    private static final int LENGTHS = 3;

    private final String user;
    private final String resource;
    private final String base;

    H2loadProtocol(String user, String resource, String base) {
        this.user = user;
        this.resource = resource;
        this.base = base;
    }

    /** Returns the length of the user that is echoed, for a title. */
    String user() {
        return user;
    }

    /** Returns the server that the ratios are to. */
    String base() {
        return base;
    }

    /** Returns all servers, in the order of the table. */
    abstract List<String> servers();

    /** Returns the numbers of connections, one for each table. */
    abstract List<Integer> connections();

    /** Returns the options of h2load for its requests. */
    abstract List<String> options();

    /**
     * Returns the length of a right answer's body; asks the server for one if only that tells.
     *
     * @throws IllegalStateException if it answers wrongly
     */
    abstract int answerBytes(URI address) throws IOException, InterruptedException;

    /** Returns the body of a request. */
    byte[] request() {
        try (InputStream file = requireNonNull(H2loadProtocol.class.getResourceAsStream(resource))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
