package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.server.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server of the shop and of some pages, and requests to it over HTTP/1.1 by the JDK's client. */
final class ShopServer implements BeforeAllCallback, AfterAllCallback {
    static final int MAX_MESSAGE = 100_000;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RpcServer server;

    @Override
    public void beforeAll(ExtensionContext context) {
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer("protobuf")
                .settings(KernelSettings.DEFAULT.withMaxMessage(MAX_MESSAGE))
                .service(Shop.class, new Shop.Handler())
                .page("/panda", Page.text("panda"))
                .page("/shout", query -> Page.Content.text(query.toUpperCase(Locale.ROOT)))
                .page("/broken", query -> {
                    throw new IOException("no paper");
                })
                .start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.close();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + server.address() + path));
    }

    HttpRequest.Builder post(String method, String type, byte[] body) {
        return request("/shop.Shop/" + method).header("content-type", type).POST(BodyPublishers.ofByteArray(body));
    }

    HttpRequest.Builder json(String method, String body) {
        return post(method, "application/json", utf8(body));
    }

    HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
