package dev.tenstep.rpc.protocol.http.stream;

/**
 * The head of a request.
 *
 * @param method in upper case
 * @param path with the query
 * @param fields without pseudo-header fields
 */
public record Request(String method, String path, Fields fields) {}
