package dev.tenstep.rpc.transport.netty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.Charset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address that a server listens on or a client connects to: {@code host:port}, {@code [ipv6]:port} or
 * {@code unix:PATH}.
 *
 * @param path of a Unix socket; null for a host
 * @param host a name or an address, without brackets; {@code *} for all interfaces of a server; empty for a path
 * @param port 0 to 65535; 0 for a path
 */
record Endpoint(@Nullable String path, String host, int port) {
    private static final String UNIX = "unix:";
    private static final String ALL = "*";
    private static final int MAX_PORT = 65_535;
    private static final int MAX_DIGITS = 5;
    /** The longest socket path on Linux, without the terminating zero. */
    private static final int MAX_PATH = 107;

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(\\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(?:%[^\\]\\s]+)?]|[^:]*):(\\d+)");
    private static final Pattern NO_HOST = Pattern.compile("[\\s/@?#\\[\\]%*]");

    /** Returns whether an endpoint is a path. */
    static boolean isUnix(String endpoint) {
        return endpoint.startsWith(UNIX);
    }

    /** Returns whether a text looks like an endpoint of this module; it may still be malformed. */
    static boolean isMeant(String endpoint) {
        return isUnix(endpoint) || (endpoint.matches(".*:\\d+") && !endpoint.contains("://"));
    }

    /**
     * Parses an endpoint.
     *
     * @param toListen whether it is a server's, which may have port 0 and host {@code *}
     * @throws IllegalArgumentException if it is malformed, with the reason
     */
    static Endpoint of(String endpoint, boolean toListen) {
        if (isUnix(endpoint)) {
            String path = endpoint.substring(UNIX.length());
            int length = path.getBytes(Charset.defaultCharset()).length;
            if (length == 0 || length > MAX_PATH) {
                throw fault(endpoint, toListen, "the path has " + length + " bytes, of 1.." + MAX_PATH);
            }
            return new Endpoint(path, "", 0);
        }
        Matcher matcher = HOST_AND_PORT.matcher(endpoint);
        if (!matcher.matches()) {
            throw fault(endpoint, toListen, "it matches none of these");
        }
        String host = matcher.group(1);
        if (host.isEmpty()) {
            throw fault(endpoint, toListen, "there is no host");
        }
        boolean brackets = host.indexOf(':') >= 0;
        if (!brackets && NO_HOST.matcher(host).find() && !(toListen && host.equals(ALL))) {
            throw fault(endpoint, toListen, "no host is called '" + host + "'");
        }
        String bare = brackets ? host.substring(1, host.length() - 1) : host;
        return new Endpoint(null, bare, port(endpoint, matcher.group(2), toListen));
    }

    /**
     * Returns the name and port of a client's endpoint, as protocols with virtual hosts tell them the server.
     *
     * @param name stands for the host, if not null
     */
    static String authority(String endpoint, @Nullable String name) {
        if (isUnix(endpoint)) {
            return name == null ? "localhost" : name;
        }
        return name == null ? endpoint : name + endpoint.substring(endpoint.lastIndexOf(':'));
    }

    /** Returns a client's address with the name that the server is to have, if not null. */
    static SocketAddress named(SocketAddress address, @Nullable String authority) {
        return authority != null && address instanceof InetSocketAddress inet
                ? InetSocketAddress.createUnresolved(authority, inet.getPort())
                : address;
    }

    private static int port(String endpoint, String text, boolean toListen) {
        int port = text.length() > MAX_DIGITS ? MAX_PORT + 1 : Integer.parseInt(text);
        if (port < least(toListen) || port > MAX_PORT) {
            throw fault(endpoint, toListen, "the port is " + text);
        }
        return port;
    }

    private static int least(boolean toListen) {
        return toListen ? 0 : 1;
    }

    private static IllegalArgumentException fault(String endpoint, boolean toListen, String reason) {
        return new IllegalArgumentException("endpoint: " + endpoint + " (expected: host:port with a port in "
                + least(toListen) + ".." + MAX_PORT + ", [ipv6]:port" + (toListen ? ", *:port" : "")
                + " or unix:PATH; " + reason + ")");
    }

    /** Returns the address for a client to connect to, its host name unresolved. */
    InetSocketAddress unresolved() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    /**
     * Returns the address for a server to listen on.
     *
     * @throws IOException if the host has no address
     */
    InetSocketAddress resolved() throws IOException {
        InetSocketAddress address = host.equals(ALL) ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException(
                    "unknown host " + host + " (expected: a name or address of this machine, or * for all interfaces)");
        }
        return address;
    }
}
