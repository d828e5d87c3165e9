package dev.tenstep.rpc.transport.netty;

/** Runs the contract over mutual TLS. */
final class NettyTlsKernelTest extends MutualTlsContract {}
