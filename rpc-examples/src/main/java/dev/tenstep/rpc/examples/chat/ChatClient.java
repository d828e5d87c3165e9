package dev.tenstep.rpc.examples.chat;

import dev.tenstep.rpc.RpcClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.function.Consumer;

/** Enters the room on the server at 127.0.0.1:9090, or at the target given, as "guest" or under the name given. */
public final class ChatClient {
    private ChatClient() {}

    /** Sends what is typed, line by line, and prints what is said in the room; leaves at the end of the input. */
    public static void main(String[] args) throws IOException {
        try (RpcClient client = RpcClient.to(args.length > 0 ? args[0] : "127.0.0.1:9090")) {
            talk(client.stub(Chat.class), args.length > 1 ? args[1] : "guest", System.out::println);
        }
    }

    /** Does the same with a given stub. */
    public static void talk(Chat chat, String name, Consumer<Line> hears) throws IOException {
        BufferedReader typed = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        try (Visitor visitor = Visitor.enter(chat, name, hears)) {
            for (String text = typed.readLine(); text != null; text = typed.readLine()) {
                visitor.say(text);
            }
        }
    }
}
