package dev.tenstep.rpc.protocol.http.stream;

/**
 * The head of a request.
 *
 * @param method in upper case
 * @param path with the query
 * @param fields without pseudo-header fields
 */
public record Request(String method, String path, Fields fields) {

    /** Returns the path without the query. */
    public String plainPath() {
        int question = path.indexOf('?');
        return question < 0 ? path : path.substring(0, question);
    }

    /** Returns the query behind the question mark; empty if there is none. */
    public String query() {
        int question = path.indexOf('?');
        return question < 0 ? "" : path.substring(question + 1);
    }
}
