package dev.tenstep.rpc.examples.upload;

/**
 * The receipt for a file.
 *
 * @param bytes the number of bytes
 * @param sha256 their SHA-256 in lower-case hexadecimal
 */
public record Receipt(String name, long bytes, String sha256) {}
