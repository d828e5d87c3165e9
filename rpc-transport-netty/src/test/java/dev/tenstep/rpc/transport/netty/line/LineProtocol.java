package dev.tenstep.rpc.transport.netty.line;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.kernel.WireFailure.Declared;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ClientProtocol;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.ServerConnection;
import dev.tenstep.rpc.transport.netty.ServerProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A line-based protocol, which proves that the port takes a second protocol. It has unary calls and streams of results,
 * and no metadata except in failures. A line is a list of words separated by spaces; messages and texts are in base 64,
 * {@code -} for none.
 *
 * <pre>
 *  client:  &gt;line
 *           call ID SERVICE METHOD SERIALIZER FINGERPRINT MILLIS MESSAGE
 *           more ID BYTES
 *           cancel ID CODE
 *  server:  result ID MESSAGE
 *           item ID MESSAGE
 *           end ID
 *           error ID CODE started|refused TEXT DETAILS METADATA [EXCEPTION MESSAGE]
 *           bye TEXT, and no more calls
 *           full TEXT, and no call at all
 * </pre>
 */
public final class LineProtocol implements ServerProtocol, ClientProtocol {
    static final String NAME = "line";
    static final String HELLO = ">line";
    private static final int LONGEST = 8 << 20;

    /** For {@link java.util.ServiceLoader}. */
    public LineProtocol() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> alpn() {
        return List.of();
    }

    @Override
    public List<String> alpn(ConfigReader config) {
        return alpn();
    }

    @Override
    public Match match(ByteBuf first) {
        return first.getByte(first.readerIndex()) == '>' ? Match.YES : Match.NO;
    }

    @Override
    public ServerConnection open(ConnectionContext context) {
        LineServerConnection connection = new LineServerConnection(context);
        lines(context.channel()).addLast(connection);
        return connection;
    }

    @Override
    public ClientConnection open(Channel channel, ConnectionOwner owner) {
        LineClientConnection connection = new LineClientConnection(channel, owner);
        lines(channel).addLast(connection);
        return connection;
    }

    private static ChannelPipeline lines(Channel channel) {
        return channel.pipeline()
                .addLast(
                        new LineBasedFrameDecoder(LONGEST),
                        new StringDecoder(StandardCharsets.UTF_8),
                        new StringEncoder(StandardCharsets.UTF_8));
    }

    static void send(Channel channel, String... words) {
        channel.writeAndFlush(String.join(" ", words) + "\n", channel.voidPromise());
    }

    static String word(byte[] bytes) {
        return bytes.length == 0 ? "-" : Base64.getEncoder().encodeToString(bytes);
    }

    static String word(MessageOutput message) {
        return word(Arrays.copyOf(message.array(), message.position()));
    }

    static String word(String text) {
        return word(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(String word) {
        return word.equals("-") ? new byte[0] : Base64.getDecoder().decode(word);
    }

    static String[] words(long id, WireFailure failure) {
        List<String> words = new ArrayList<>(List.of(
                "error",
                Long.toString(id),
                failure.code().name(),
                failure.notStarted() ? "refused" : "started",
                word(failure.text()),
                word(failure.details()),
                word(failure.metadata())));
        Declared declared = failure.declared();
        if (declared != null) {
            words.add(declared.name());
            words.add(word(declared.message()));
        }
        return words.toArray(String[]::new);
    }

    static WireFailure failure(String[] words) {
        return new WireFailure(
                StatusCode.valueOf(words[2]),
                text(words[4]),
                bytes(words[5]),
                metadata(words[6]),
                words[3].equals("refused"),
                words.length == 7 ? null : new Declared(words[7], bytes(words[8])));
    }

    private static String word(Metadata metadata) {
        List<String> entries = metadata.entries().stream()
                .map(entry -> entry.key() + ":" + word(entry.value()))
                .toList();
        return entries.isEmpty() ? "-" : String.join(",", entries);
    }

    private static Metadata metadata(String word) {
        String[] entries = word.equals("-") ? new String[0] : word.split(",");
        return Metadata.ofEntries(Arrays.stream(entries)
                .map(entry -> entry.split(":"))
                .map(entry -> new Metadata.Entry(entry[0], bytes(entry[1])))
                .toList());
    }

    static String text(String word) {
        return new String(bytes(word), StandardCharsets.UTF_8);
    }
}
