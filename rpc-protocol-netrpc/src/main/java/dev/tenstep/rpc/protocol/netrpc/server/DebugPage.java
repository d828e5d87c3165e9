package dev.tenstep.rpc.protocol.netrpc.server;

import dev.tenstep.rpc.protocol.netrpc.gob.GobSerializer;
import dev.tenstep.rpc.protocol.netrpc.server.ServedMethods.ServedMethod;
import dev.tenstep.rpc.server.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The page {@code /debug/rpc}, as Go's server has it: services, their methods, and how often each was called by net/rpc. */
public final class DebugPage implements Page {
    /** The path. */
    public static final String PATH = "/debug/rpc";

    private final List<Row> rows = new ArrayList<>();

    private record Row(String service, String method, ServedMethod served) {}

    /** Makes the page of a server. */
    public DebugPage(ServedMethods methods) {
        GobSerializer serializer = new GobSerializer();
        for (ServedMethod each : methods.all()) {
            if (each.gob() != null) {
                rows.add(new Row(
                        each.contract().service(),
                        each.contract().rpcName() + serializer.signature(each.contract()),
                        each));
            }
        }
        rows.sort(Comparator.comparing(Row::service).thenComparing(Row::method));
    }

    @Override
    public Content content(String query) {
        StringBuilder html = new StringBuilder("<html>\n<body>\n<title>Services</title>\n");
        String service = null;
        for (Row row : rows) {
            if (!row.service.equals(service)) {
                html.append(service == null ? "" : "</table>\n");
                service = row.service;
                html.append("<hr>\nService ").append(service).append("\n<hr>\n<table>\n");
                html.append("<th align=center>Method</th><th align=center>Calls</th>\n");
            }
            html.append("<tr>\n<td align=left font=fixed>")
                    .append(escaped(row.method))
                    .append("</td>\n");
            html.append("<td align=center>").append(row.served.calls().sum()).append("</td>\n</tr>\n");
        }
        html.append(service == null ? "" : "</table>\n").append("</body>\n</html>\n");
        return Content.html(html.toString());
    }

    /** Only types have characters that mean something in HTML, and few of those. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Returns the page for whoever asks for the path of the handshake by another method. */
    public static Page mustConnect() {
        Content refusal =
                new Content(405, "text/plain; charset=utf-8", "405 must CONNECT\n".getBytes(StandardCharsets.US_ASCII));
        return query -> refusal;
    }
}
