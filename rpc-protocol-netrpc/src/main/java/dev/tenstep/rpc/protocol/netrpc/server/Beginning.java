package dev.tenstep.rpc.protocol.netrpc.server;

import dev.tenstep.rpc.protocol.netrpc.wire.Handshake;
import dev.tenstep.rpc.transport.netty.ServerProtocol.Match;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The ways in which a connection begins, told apart by two bytes at the most, but for the handshake's eight. */
enum Beginning {
    /** Go's {@code rpc.DialHTTP}: {@code CONNECT}. */
    HANDSHAKE {
        @Override
        Match matches(ByteBuf first) {
            return Match.of(first, METHOD);
        }

        @Override
        Conversation converse(NetrpcServerConnection connection, ServedMethods methods) {
            return new ConnectRequest(connection, methods);
        }
    },
    /** Go's {@code rpc.Dial}: the length of the definition of a request, and the first byte of a negative number of 2 or 3 bytes. */
    GOB {
        @Override
        Match matches(ByteBuf first) {
            int length = first.getByte(first.readerIndex());
            if (length <= 0) {
                return Match.NO;
            }
            if (first.readableBytes() == 1) {
                return Match.MORE;
            }
            int second = first.getByte(first.readerIndex() + 1);
            return second == -1 || second == -2 ? Match.YES : Match.NO;
        }

        @Override
        Conversation converse(NetrpcServerConnection connection, ServedMethods methods) {
            connection.context().ready();
            return new GobConversation(connection, methods);
        }
    },
    /** Go's {@code jsonrpc.Dial}: an object. */
    JSON {
        @Override
        Match matches(ByteBuf first) {
            if (first.getByte(first.readerIndex()) != '{') {
                return Match.NO;
            }
            if (first.readableBytes() == 1) {
                return Match.MORE;
            }
            return "\"} \t\r\n".indexOf(first.getByte(first.readerIndex() + 1)) >= 0 ? Match.YES : Match.NO;
        }

        @Override
        Conversation converse(NetrpcServerConnection connection, ServedMethods methods) {
            connection.context().ready();
            return new JsonConversation(connection, methods);
        }
    };

    private static final byte[] METHOD = Handshake.METHOD.getBytes(StandardCharsets.US_ASCII);

    abstract Match matches(ByteBuf first);

    abstract Conversation converse(NetrpcServerConnection connection, ServedMethods methods);

    /** Matches a connection's first bytes, one at least. */
    static Match match(ByteBuf first) {
        Match found = Match.NO;
        for (Beginning each : values()) {
            Match match = each.matches(first);
            if (match == Match.YES) {
                return match;
            }
            found = match == Match.MORE ? match : found;
        }
        return found;
    }

    /** Returns the one that the bytes match; the handshake's if TLS has chosen the protocol and they match none. */
    static Beginning of(ByteBuf first) {
        for (Beginning each : values()) {
            if (first.isReadable() && each.matches(first) == Match.YES) {
                return each;
            }
        }
        return HANDSHAKE;
    }
}
